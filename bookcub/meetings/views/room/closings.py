"""The room closes: the talk is over."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import rooms
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.room.answers import (
    NOT_YOURS,
    done,
    room_for,
)


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """End the talk. What was said stays; the summary can be written."""
    meeting, participant = room_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS))

    if rooms.close_room(meeting=meeting, by=participant.membership) and not request.htmx:
        messages.success(request, gettext("The room is closed. What was said is in the minutes."))

    return done(request, meeting)
