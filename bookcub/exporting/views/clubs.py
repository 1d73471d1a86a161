"""Export a whole club, as far as one may see it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Club
from bookcub.core.http import SignedInRequest, ensure
from bookcub.core.page_urls import reverse
from bookcub.exporting.policies import may_export, not_yours


@require_safe
@login_required
def detail(request: SignedInRequest, club_id: int) -> HttpResponse:
    """What such a file holds, and the way to it."""
    club = get_object_or_404(Club.objects.visible_to(request.user), pk=club_id)
    ensure(may_export(request.user, club), not_yours())

    url = reverse("exporting:club_file_detail", args=[club.pk])
    return render(request, "exporting/club_detail.html", {"club": club, "archive_url": url})
