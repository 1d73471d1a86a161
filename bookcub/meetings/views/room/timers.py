"""The timer of a room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import rooms
from bookcub.meetings.forms.room import TimerForm
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.room.answers import (
    CLOSED,
    NOT_YOURS,
    done,
    refused,
    room_for,
    too_late,
)


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = room_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS))

    form = TimerForm(request.POST)
    if not form.is_valid():
        return refused(request, meeting, participant, form)

    try:
        rooms.set_timer(
            meeting=meeting, by=participant.membership, minutes=form.cleaned_data["minutes"]
        )
    except rooms.RoomClosedError:
        return too_late(request, meeting, CLOSED)

    return done(request, meeting)


@login_required
@require_POST
def delete(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = room_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS))

    rooms.stop_timer(meeting=meeting, by=participant.membership)

    return done(request, meeting)
