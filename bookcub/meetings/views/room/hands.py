"""One member's answer to a show of hands."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.meetings.actions import lines
from bookcub.meetings.actions.rooms import RoomClosedError
from bookcub.meetings.forms.room import HandForm
from bookcub.meetings.models import ShowOfHands
from bookcub.meetings.views.room.answers import CLOSED, done, refused, room_for, too_late

COUNTED = gettext_lazy("The hands have already been counted.")


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int, show_id: int) -> HttpResponse:
    meeting, participant = room_for(request, meeting_id)
    shows = ShowOfHands.objects.heard_by(request.user).filter(meeting=meeting)
    show = get_object_or_404(shows, pk=show_id)

    form = HandForm(request.POST, answers=len(show.options))
    if not form.is_valid():
        return refused(request, meeting, participant, form)

    try:
        lines.raise_hand(show=show, by=participant.membership, option=form.cleaned_data["option"])
    except RoomClosedError:
        return too_late(request, meeting, CLOSED)
    except lines.CountedError:
        return too_late(request, meeting, COUNTED)

    return done(request, meeting)
