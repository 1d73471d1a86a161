"""The end of a show of hands."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import lines
from bookcub.meetings.actions.rooms import RoomClosedError
from bookcub.meetings.models import ShowOfHands
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.room.answers import CLOSED, done, room_for, too_late


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int, show_id: int) -> HttpResponse:
    """End a show of hands: whoever asked, or who runs the meeting."""
    meeting, participant = room_for(request, meeting_id)
    shows = ShowOfHands.objects.heard_by(request.user).filter(meeting=meeting)
    show = get_object_or_404(shows, pk=show_id)
    ensure(
        may_run(participant, meeting) or show.asked_by_id == participant.membership.pk,
        gettext("Only the member who asked, or a host, can count the hands. Ask one of them."),
    )

    try:
        lines.count_hands(show=show, by=participant.membership)
    except RoomClosedError:
        return too_late(request, meeting, CLOSED)

    return done(request, meeting)
