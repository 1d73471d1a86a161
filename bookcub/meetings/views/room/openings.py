"""The room opens."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, ensure, saves, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.meetings.actions import rooms
from bookcub.meetings.models import MeetingStage
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.room.answers import (
    NOT_YOURS,
    done,
    room_for,
    too_late,
)
from bookcub.web.dates import as_appointment
from bookcub.web.forms.refusals import refusals


@shows_and_saves
@login_required
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Let people talk; long before the meeting the page asks first."""
    meeting, participant = room_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS))
    ensure(
        meeting.stage != MeetingStage.CANCELLED,
        gettext("This meeting is cancelled, so its room stays closed."),
    )

    if not saves(request):
        context = {
            "meeting": meeting,
            "when": as_appointment(meeting.starts_at) if meeting.starts_at else "",
            "room_url": reverse("meetings:room_detail", args=[meeting.pk]),
        }
        return render(request, "meetings/rooms/open.html", context)

    with refusals() as refused:
        rooms.open_room(meeting=meeting, by=participant.membership)

    if refused:
        return too_late(request, meeting, " ".join(refused.sentences))
    return done(request, meeting)
