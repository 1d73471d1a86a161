"""A plan that follows its book: late authors, early ones, chapters that come, go and change places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bookcub.reads.planning.book import PlannedBook
from bookcub.reads.planning.change_reasons import (
    ChangeReason,
    ReasonCode,
    change_reasons,
    has_changed_shape,
)
from bookcub.reads.planning.change_summary import PlanMove, moves, pairs
from bookcub.reads.planning.milestone import READING_DAYS, PlannedMilestone
from bookcub.reads.planning.paces import Schedule
from bookcub.reads.planning.schedule import lay_out


@dataclass(frozen=True, slots=True)
class Reflow:
    """A plan as it is now, why it moved, and what moved. Nothing moved: no reasons either."""

    milestones: tuple[PlannedMilestone, ...]
    why: tuple[ChangeReason, ...] = ()
    moved: tuple[PlanMove, ...] = ()


@dataclass(frozen=True, slots=True)
class Late:
    """A milestone whose chapters nobody has written in time."""

    milestone: PlannedMilestone
    missing: tuple[int, ...]


def reflow(
    plan: Sequence[PlannedMilestone],
    schedule: Schedule,
    *,
    seen: PlannedBook,
    book: PlannedBook,
    today: date,
) -> Reflow:
    """The plan of a book that was `seen` when it was made and is `book` today.

    What is past stays, what was set by hand stays, and so does what is due next unless its chapters are not
    there: nobody's evening is moved under their hands. Everything else is laid out again, but only when the
    book's shape has changed or its author is late. Doing it again changes nothing.
    """
    settled = follow(plan, seen=seen, book=book)
    late = first_late(settled, book, today=today)
    if late is None and not has_changed_shape(seen, book):
        return Reflow(tuple(settled))

    kept = [one for one in settled if one.by_hand or _is_past(one, today)]
    upcoming = [one for one in settled if one not in kept and one.due]
    if upcoming and (late is None or upcoming[0] != late.milestone):
        kept.append(upcoming[0])
    if late:
        kept = [one for one in kept if one.by_hand or one.number < late.milestone.number]
    after = named(
        plan,
        lay_out(book, schedule, today=today, kept=kept, closed=today),
    )
    moved = moves(plan, after)
    why = _reasons(late, seen=seen, book=book) if moved else ()
    return Reflow(tuple(after), why, tuple(moved))


def follow(
    plan: Sequence[PlannedMilestone], *, seen: PlannedBook, book: PlannedBook
) -> list[PlannedMilestone]:
    """The same milestones at the places where their chapters are now, each place once.

    A milestone whose chapter is gone goes back to the last one before it that is left.
    """
    found: dict[int, PlannedMilestone] = {}
    for milestone in plan:
        number = _place_now(milestone, seen, book)
        if number < 1 or (not book.is_open_ended and number > book.total):
            number = max(1, min(number, book.total))
        moved = replace(milestone, number=number, key=book.key_at(number))
        other = found.get(number)
        # Of two that have come to the same place, the one set by hand stays, else the earlier one.
        if other is None or (moved.by_hand and not other.by_hand):
            found[number] = moved
    return [found[number] for number in sorted(found)]


def first_late(plan: Sequence[PlannedMilestone], book: PlannedBook, *, today: date) -> Late | None:
    """The first milestone that its author is too late for; those set by hand wait instead."""
    soonest = today + timedelta(days=READING_DAYS)
    before = 0
    for milestone in plan:
        missing = tuple(book.missing(before, milestone.number))
        before = milestone.number
        if milestone.by_hand or milestone.due is None or milestone.due >= soonest:
            continue
        # A chapter that was taken back long after it was read is no reason to move what is past.
        never_there = tuple(number for number in missing if number > book.last_there)
        held_up = never_there if milestone.due < today else missing
        if held_up:
            return Late(milestone, held_up)
    return None


def named(
    before: Sequence[PlannedMilestone], after: Sequence[PlannedMilestone]
) -> list[PlannedMilestone]:
    """The new plan with the rows of the old one, so that whatever hangs on a milestone stays there."""
    rows = {id(pair.after): pair.before.row for pair in pairs(before, after) if pair.before}
    return [one if one.row is not None else replace(one, row=rows.get(id(one))) for one in after]


def _place_now(milestone: PlannedMilestone, seen: PlannedBook, book: PlannedBook) -> int:
    if milestone.key is None:
        # Not written yet when last seen: it moves with what was put in or taken out before it.
        return milestone.number + max(0, len(book.parts) - len(seen.parts)) * _was_inside(
            seen, book
        )
    if milestone.key in book.numbers:
        return book.numbers[milestone.key]
    before = [
        book.numbers[key]
        for key, number in seen.numbers.items()
        if number < milestone.number and key in book.numbers
    ]
    return max(before, default=1)


def _was_inside(seen: PlannedBook, book: PlannedBook) -> int:
    """1 where the last chapter that was there has been moved on by new ones before it, else 0."""
    last = max(seen.numbers, key=seen.numbers.__getitem__, default=None)
    return int(last is not None and book.numbers.get(last, 0) > seen.numbers[last])


def _is_past(milestone: PlannedMilestone, today: date) -> bool:
    return milestone.due is not None and milestone.due <= today


def _reasons(
    late: Late | None, *, seen: PlannedBook, book: PlannedBook
) -> tuple[ChangeReason, ...]:
    why = change_reasons(seen, book)
    if late:
        why.append(ChangeReason(ReasonCode.LATE, book.unit, late.missing))
    return tuple(why)
