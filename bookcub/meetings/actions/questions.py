"""What members want to talk about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings import signals
from bookcub.meetings.actions.lines import take_back
from bookcub.meetings.actions.minutes import ensure_minutes_stand
from bookcub.meetings.actions.rooms import count_change, locked
from bookcub.meetings.models import Meeting, Question

AGENDA_CLOSED = gettext_lazy("This meeting is over or cancelled, so its agenda is closed.")


@transaction.atomic
def send(*, meeting: Meeting, by: Membership, text: str, is_sealed: bool) -> Question:
    """Put a question at the end of the agenda, sealed until the meeting begins if its writer likes."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    last = Question.objects.filter(meeting=meeting).aggregate(last=Max("order"))["last"] or 0
    question = Question.objects.create(
        meeting=meeting, membership=by, text=text, is_sealed=is_sealed, order=last + 1
    )
    count_change(meeting.pk)
    transaction.on_commit(partial(signals.question_sent.send, Question, question=question))
    return question


@transaction.atomic
def remove(*, question: Question) -> None:
    """Take a question off the agenda, and out of the room where it was brought up.

    ValidationError once the meeting is over: its minutes stay as they are.
    """
    _hold_open(question.meeting)
    for line in question.lines.all():
        take_back(line=line)
    question.delete()
    count_change(question.meeting_id)


@transaction.atomic
def put_in_order(*, meeting: Meeting, ids: Sequence[int]) -> None:
    """Give these questions of the meeting the places that they hold together, in this order.

    Others, such as the sealed ones of other people, keep theirs. ValidationError once the meeting is over.
    """
    _hold_open(meeting)
    found = {each.pk: each for each in Question.objects.filter(meeting=meeting, pk__in=ids)}
    places = sorted(each.order for each in found.values())
    moved = [found[each] for each in ids if each in found]
    for question, place in zip(moved, places, strict=True):
        question.order = place
    Question.objects.bulk_update(moved, ["order"])
    count_change(meeting.pk)


def _hold_open(meeting: Meeting) -> None:
    """Hold a meeting whose agenda can still be changed; ValidationError for another, or where its minutes lie in the trash."""
    there = locked(meeting)
    if there.is_over(now()):
        raise ValidationError(AGENDA_CLOSED, code="over")
    ensure_minutes_stand(there)
