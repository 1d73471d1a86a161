"""Who is in the room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.meetings.actions import rooms
from bookcub.meetings.views.lookups import meeting_for


@login_required
@require_POST
def delete(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Go out; one is no longer shown among those who are here."""
    meeting, participant = meeting_for(request, meeting_id)

    rooms.leave(meeting_id=meeting.pk, memberships=[participant.membership.pk])

    return HttpResponse(status=204) if request.htmx else redirect(meeting)
