"""A quick question to everybody in the room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.meetings.actions import lines
from bookcub.meetings.actions.rooms import RoomClosedError
from bookcub.meetings.forms.room import HandsForm
from bookcub.meetings.views.room.answers import CLOSED, done, refused, room_for, too_late

ONE_AT_A_TIME = gettext_lazy("There is already a show of hands. Count that one first.")


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = room_for(request, meeting_id)

    form = HandsForm(request.POST)
    if not form.is_valid():
        return refused(request, meeting, participant, form)

    try:
        lines.ask_for_hands(
            meeting=meeting,
            by=participant.membership,
            question=form.cleaned_data["question"],
            options=form.cleaned_data["options"],
        )
    except RoomClosedError:
        return too_late(request, meeting, CLOSED)
    except lines.HandsUpError:
        form.add_error(None, str(ONE_AT_A_TIME))
        return refused(request, meeting, participant, form)

    return done(request, meeting)
