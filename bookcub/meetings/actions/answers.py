"""What members say: when they can, and whether they come."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings.actions.meetings import TooLateError
from bookcub.meetings.models import Availability, Coming, Meeting, MeetingStage, Rsvp, SlotAnswer


@transaction.atomic
def say_when(
    *,
    meeting: Meeting,
    by: Membership,
    answers: Mapping[int, Availability | None],
    whose: Membership | None = None,
) -> int:
    """Keep what a member says of the meeting's slots, by their ids; None takes an answer back.

    Or what they say for somebody (`whose`) who belongs by name alone; what is as it was stays whoever's it was.

    Slots that are gone meanwhile are passed over. Returns how many answers stand now.
    """
    stage = Meeting.objects.select_for_update().values_list("stage", flat=True).get(pk=meeting.pk)
    if stage != MeetingStage.FINDING:
        raise TooLateError
    there = set(meeting.slots.values_list("pk", flat=True))
    member, said_by = whose or by, by if whose else None
    own = SlotAnswer.objects.filter(slot__meeting=meeting, membership=member)
    before = dict(own.values_list("slot", "answer"))
    own.filter(slot__in=[slot for slot in answers if answers[slot] is None]).delete()
    SlotAnswer.objects.bulk_create(
        [
            SlotAnswer(slot_id=slot, membership=member, said_by=said_by, answer=answer, at=now())
            for slot, answer in answers.items()
            if answer is not None and slot in there and before.get(slot) != answer
        ],
        update_conflicts=True,
        unique_fields=["slot", "membership"],
        update_fields=["answer", "said_by", "at"],
    )
    return own.count()


@transaction.atomic
def say_whether(
    *,
    meeting: Meeting,
    by: Membership,
    coming: Coming,
    word: str = "",
    whose: Membership | None = None,
) -> Rsvp:
    """Keep whether a member comes, or somebody (`whose`) who belongs by name alone; the last answer counts."""
    stage = Meeting.objects.select_for_update().values_list("stage", flat=True).get(pk=meeting.pk)
    if stage != MeetingStage.FIXED:
        raise TooLateError
    rsvp, _ = Rsvp.objects.update_or_create(
        meeting=meeting,
        membership=whose or by,
        defaults={"coming": coming, "word": word, "at": now(), "said_by": by if whose else None},
    )
    return rsvp
