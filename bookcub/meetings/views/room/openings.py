"""The room opens."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import rooms
from bookcub.meetings.models import MeetingStage
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.room.answers import (
    NOT_YOURS,
    done,
    room_for,
    too_late,
)
from bookcub.web.forms.refusals import refusals


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = room_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS))
    ensure(
        meeting.stage != MeetingStage.CANCELLED,
        gettext("This meeting is cancelled, so its room stays closed."),
    )

    with refusals() as refused:
        rooms.open_room(meeting=meeting, by=participant.membership)

    if refused:
        return too_late(request, meeting, " ".join(refused.sentences))
    return done(request, meeting)
