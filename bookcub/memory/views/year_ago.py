"""A year ago today: a page of its own, and a part of the club's."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Club, Membership
from bookcub.core.http import SignedInRequest
from bookcub.memory.queries.year_ago import year_ago


@require_safe
@login_required
def detail(request: SignedInRequest, club_id: int) -> HttpResponse:
    """What the club said and did on this day in earlier years; with `?part=true` for the club's page."""
    club = get_object_or_404(Club.objects.of(request.user), pk=club_id)

    page = year_ago(club, request.user)
    own = Membership.objects.filter(club=club, user=request.user).select_related("pseud").first()
    is_part = request.GET.get("part") == "true"
    template = "memory/_year_ago.html" if is_part else "memory/year_ago_detail.html"
    return render(request, template, {"page": page, "club": club, "me": own})
