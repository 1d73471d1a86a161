"""Opening a club again that was closed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.clubs.actions.leaving import reopen
from bookcub.clubs.models import Club
from bookcub.core.http import SignedInRequest


@login_required
@require_POST
def delete(request: SignedInRequest, club_id: int) -> HttpResponse:
    """Open a club again that one has closed within the last day."""
    club = get_object_or_404(Club.objects.closed_by(request.user), pk=club_id)

    reopen(club=club, by=request.user)

    messages.success(request, gettext("“%(club)s” is open again.") % {"club": club.name})
    return redirect(club)
