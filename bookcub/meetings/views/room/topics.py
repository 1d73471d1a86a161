"""A question of the agenda, brought up in the room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import lines
from bookcub.meetings.actions.rooms import RoomClosedError
from bookcub.meetings.models import Question
from bookcub.meetings.policies import may_bring_up
from bookcub.meetings.views.room.answers import CLOSED, NOT_YOURS, done, room_for, too_late


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int, question_id: int) -> HttpResponse:
    """Bring a question up: it stands as a line in the room for everybody."""
    meeting, participant = room_for(request, meeting_id)
    visible = Question.objects.visible_to(request.user).select_related("meeting")
    question = get_object_or_404(visible, meeting=meeting, pk=question_id)
    ensure(may_bring_up(participant, meeting), str(NOT_YOURS))

    try:
        lines.bring_up(question=question, by=participant.membership)
    except RoomClosedError:
        return too_late(request, meeting, CLOSED)

    return done(request, meeting)
