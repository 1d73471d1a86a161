"""The summary of a meeting, published or withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import minutes as actions
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.room.answers import NOT_YOURS, room_for


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = room_for(request, meeting_id)
    ensure(may_run(participant, meeting), NOT_YOURS)
    ensure(meeting.closed_at is not None, "Close the room first: the talk is not over.")

    if actions.publish(meeting=meeting, by=participant.membership):
        messages.success(request, "The members can read the minutes, each from that place on.")

    return redirect("meetings:minutes_detail", meeting.pk)


@login_required
@require_POST
def delete(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = room_for(request, meeting_id)
    ensure(may_run(participant, meeting), NOT_YOURS)

    if actions.withdraw(meeting=meeting):
        messages.success(request, "The minutes are taken back until you publish them again.")

    return redirect("meetings:minutes_detail", meeting.pk)
