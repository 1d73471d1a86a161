"""What a club that comes in has read, with its plans, and how far those who have an account here were."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from bookcub.formats.club_file.parts import (
    ChangeOfPlan,
    MilestoneOfRead,
    PickOfClub,
    ReaderOfRead,
    ReadOfClub,
)
from bookcub.formats.club_file.reading import read_json
from bookcub.importing.actions.clubs.frame import UNREADABLE, Frame, own_columns
from bookcub.people.models import User
from bookcub.reading.actions.places import reach
from bookcub.reads.models import PlanChange, Read
from bookcub.reads.planning import FEWEST, MOST
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.wording import change_words


def bring_reads(frame: Frame) -> None:
    """Every read; one of a work that is not here is of an outside book that stands for it."""
    frame.bring(Read, frame.file.reads, club=frame.club)
    for each in frame.file.reads:
        if (pick := frame.found(PickOfClub, each.pick)) is not None:
            pick.read = frame.found(ReadOfClub, each.id)
            pick.save(update_fields=["read"])


@own_columns.register
def _(told: ReadOfClub, frame: Frame, **_: Any) -> dict[str, Any]:
    return {"book": frame.book(told), "language": frame.language(told)}


@own_columns.register
def _(told: MilestoneOfRead, frame: Frame, *, read: Read) -> dict[str, Any] | None:
    upto = frame.place(told.upto, read)
    return {"uid": str(uuid4()), "upto": upto} if upto else None


@own_columns.register
def _(told: ChangeOfPlan, frame: Frame, **_: Any) -> dict[str, Any]:
    """What can be said in any language needs no words."""
    try:
        change = PlanChange(facts=dict(read_json(told.facts)))
        can_be_said = bool(change.facts and change_words(change, today_of(frame.club), book=None))
    except UNREADABLE:
        can_be_said = False
    return {"facts": change.facts, "why": "", "moved": []} if can_be_said else {"facts": {}}


@own_columns.register
def _(told: ReaderOfRead, frame: Frame, *, read: Read) -> dict[str, Any] | None:
    pseud = frame.pseuds.get(told.by)
    if pseud and read.work_id is not None:
        _go_on(frame, pseud.user, read.work_id, told.at)
    is_only_place = not (told.sits_out or told.rated_at or told.shows_progress is not None)
    if is_only_place and read.work_id is not None and not told.more:
        return None
    length = 100 if told.edition == "percent" else told.edition_length
    edition = told.edition if length and FEWEST <= length <= MOST else ""
    return {
        "at": frame.place(told.at, read) if pseud and read.work_id is None else 0,
        "edition": edition,
        "edition_length": length if edition else None,
    }


def _go_on(frame: Frame, user: User, work_id: int, upto: int) -> None:
    """Who has an account here has read here what they had read there."""
    for position, chapter in frame.chapters.get(work_id, {}).items():
        if position <= upto:
            blocks = chapter.blocks
            last = max(len(blocks) - 1, 0)
            reach(user=user, chapter=chapter, blocks=blocks, index=last)
