"""The summary of a meeting, published or withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import minutes as actions
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.room.answers import NOT_YOURS, room_for
from bookcub.web.forms.refusals import refusals


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = room_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS))
    ensure(
        meeting.closed_at is not None, gettext("The meeting is not over yet. Close the room first.")
    )

    is_new = False
    with refusals(request):
        is_new = actions.publish(meeting=meeting, by=participant.membership)
    if is_new:
        messages.success(
            request,
            gettext(
                "The minutes are published. Members can read them once they have read as far as the meeting went."
            ),
        )

    return redirect("meetings:minutes_detail", meeting.pk)


@login_required
@require_POST
def delete(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = room_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS))

    if actions.withdraw(meeting=meeting):
        messages.success(request, gettext("The minutes are hidden until you publish them again."))

    return redirect("meetings:minutes_detail", meeting.pk)
