"""Passages of this very meeting that one press opens: the most talked-about ones, and where one has a note oneself."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import Truncator

from bookcub.comments.models import Anchoring, Passage
from bookcub.meetings.models import Meeting
from bookcub.meetings.queries.agenda import most_talked
from bookcub.people.models import User

MOST = 7
WORDS = 200  # characters by which a passage is found again in its paragraph


@dataclass(frozen=True, slots=True)
class Openable:
    """A passage with the words that are marked when it is opened."""

    chapter: int  # its position
    chapter_id: int
    block_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Openables:
    talked: tuple[Openable, ...]
    noted: tuple[Openable, ...]


def openables_of(meeting: Meeting, person: User) -> Openables:
    """Up to the meeting's place, and only what the person may see. Five queries; none without a work."""
    if meeting.read is None or meeting.read.work_id is None:
        return Openables((), ())
    talked = [
        Openable(each.chapter, each.chapter_id, each.block_id, each.quote)
        for each in most_talked(meeting, person, quoted=WORDS)
        if each.block_id and each.quote
    ]
    noted = (
        Passage.objects.filter(
            comment__pseud__user=person,
            comment__deleted_at=None,
            comment__hiding=None,
            chapter__work=meeting.read.work_id,
            chapter__posted_at__isnull=False,
            chapter__position__lte=meeting.upto,
        )
        .exclude(anchoring=Anchoring.ORPHAN)
        .order_by("-chapter__position", "-comment__posted_at")
        .values_list("chapter__position", "chapter", "start_block_id", "exact")
    )
    return Openables(
        tuple(talked),
        tuple(
            Openable(position, chapter, block, Truncator(" ".join(exact.split())).chars(WORDS))
            for position, chapter, block, exact in noted[:MOST]
        ),
    )
