"""What a plan would become: for its page, for the preview, and for those who carry it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext, ngettext

from bookcub.reads import planning
from bookcub.reads.models import Milestone, PaceKind, PlanChange, Read
from bookcub.reads.planning import (
    ChangeReason,
    PlanMove,
    PlannedBook,
    ReasonCode,
    Unit,
    lay_out,
    other_pace,
    reflow,
)
from bookcub.reads.planning.change_summary import moves
from bookcub.reads.planning.reflow import follow, named
from bookcub.reads.queries.books import book_then, planned, planned_book_of, schedule_of, today_of
from bookcub.reads.queries.measures import counted_by_all
from bookcub.reads.queries.wording import day_words

MOST = 200  # milestones of one plan
FURTHEST = 200  # chapters past what is written that a milestone may lie in an open-ended story


class PlanError(Exception):
    """A plan that cannot be; says why, for people, and in a word for programs."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class PaceWish:
    """What hosts set: how fast, on which weekday, from which day and after which place."""

    pace: PaceKind
    per_week: int | None
    done_by: date | None
    weekday: int
    starts_on: date
    after: int = 0
    lets_go: bool = False  # also of what is to come and was set by hand


@dataclass(frozen=True, slots=True)
class RowWish:
    """One line of the milestones' form. Without a `row` it is new; what moved or is new stays by hand."""

    row: int | None
    upto: int
    due_on: date | None
    label: str = ""
    is_fixed: bool = False
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that could be stored, and what it moves."""

    milestones: Sequence[planning.PlannedMilestone]
    unit: Unit
    why: Sequence[ChangeReason] = ()
    moved: Sequence[PlanMove] = ()
    labels: Mapping[int, str] = field(default_factory=dict)  # place -> a word of the hosts
    without: frozenset[int] = frozenset()


def with_pace(read: Read, wish: PaceWish) -> Read:
    """The read as it would be with this pace; nothing is stored."""
    wished = copy(read)
    wished.pace = wish.pace
    wished.per_week = wish.per_week
    wished.done_by = wish.done_by
    wished.weekday = wish.weekday
    wished.starts_on = wish.starts_on
    wished.seen = {**read.seen, "after": kept_as(read, wish.after), "without": []}
    return wished


def kept_as(read: Read, number: int) -> int:
    """A number of a plan as it is kept beside it: the place of a chapter, of a book by share the page."""
    return number if read.is_by_share else counted_by_all(read).upto(number)


def with_other_pace(read: Read, wish: PaceWish) -> Draft:
    """The plan at another pace: what is past and what was set by hand stays. Raises PlanError."""
    book, today = planned_book_of(read), today_of(read.club)
    before, settled = _standing(read, book)
    stays = not wish.lets_go
    kept = [one for one in settled if (one.by_hand and stays) or _is_past(one, today)]
    schedule = schedule_of(with_pace(read, wish), counted_by_all(read))
    try:
        plan = lay_out(book, schedule, today=today, kept=kept, closed=today)
    except ValueError as error:
        sentence = gettext("This book cannot be read at that pace. Choose another one.")
        raise PlanError(sentence, code="pace") from error
    if len(plan) > MOST:
        raise PlanError(
            ngettext(
                "That would make %(count)d milestone. Read a little more each week.",
                "That would make %(count)d milestones. Read a little more each week.",
                len(plan),
            )
            % {"count": len(plan)},
            code="too_many",
        )
    after = named(before, plan)
    return Draft(after, book.unit, (other_pace(schedule.pace),), moves(before, after))


def with_rows(read: Read, wishes: Sequence[RowWish]) -> Draft:
    """The plan with what hosts wrote into its lines; the others flow round it. Raises PlanError."""
    book, today = planned_book_of(read), today_of(read.club)
    before, settled = _standing(read, book)
    standing = {one.row: one for one in settled if one.row is not None}
    hand = [_by_hand(wish, standing) for wish in wishes if not wish.is_removed]
    out = {standing[wish.row].number for wish in wishes if wish.is_removed and wish.row in standing}
    fixed = [one for one in hand if one.by_hand]
    _ensure_possible(fixed, book)

    schedule = schedule_of(read, counted_by_all(read))
    schedule = replace(schedule, without=(schedule.without | out) - {one.number for one in fixed})
    changed = [one for one in hand if standing.get(one.row or 0) != one]
    touched = out | {one.number for one in changed}
    touched |= {standing[one.row].number for one in changed if one.row}
    first = min(touched, default=0)
    left = [one for one in hand if not one.by_hand and (one.number < first or not touched)]
    left += [one for one in hand if not one.by_hand and _is_past(one, today) and one not in left]
    kept = _without_quarrels(fixed, left)
    plan = lay_out(book, schedule, today=today, kept=kept, closed=today)
    if len(plan) > MOST:
        raise PlanError(
            gettext("That is too many milestones: %(count)d of at most %(most)d. Take some out.")
            % {"count": len(plan), "most": MOST},
            code="too_many",
        )
    after = named(before, plan)
    labels = {wish.upto: wish.label for wish in wishes if not wish.is_removed}
    why = (ChangeReason(ReasonCode.BY_HAND),)
    return Draft(after, book.unit, why, moves(before, after), labels, schedule.without)


def as_the_book_is(read: Read) -> Draft:
    """The plan after its book has moved, and after its author was late or early."""
    book, today = planned_book_of(read), today_of(read.club)
    seen, measure = book_then(read) if read.seen else (book, counted_by_all(read))
    plan = planned(read.milestones.all(), seen, measure)
    schedule = schedule_of(read, counted_by_all(read))
    after = reflow(plan, schedule, seen=seen, book=book, today=today)
    return Draft(after.milestones, book.unit, after.why, after.moved, without=schedule.without)


def newest_change(read: Read) -> int:
    """The number of the newest change, so that a form can tell whether the plan has moved since; 0 for none."""
    return PlanChange.objects.filter(read=read).values_list("pk", flat=True).first() or 0


def _standing(
    read: Read, book: PlannedBook
) -> tuple[list[planning.PlannedMilestone], list[planning.PlannedMilestone]]:
    """The milestones as they were laid out, and the same at the places where their chapters are now."""
    seen, measure = book_then(read) if read.seen else (book, counted_by_all(read))
    before = planned(Milestone.objects.filter(read=read), seen, measure)
    return before, follow(before, seen=seen, book=book)


def _by_hand(
    wish: RowWish, standing: Mapping[int, planning.PlannedMilestone]
) -> planning.PlannedMilestone:
    was = standing.get(wish.row) if wish.row is not None else None
    if was is None:
        return planning.PlannedMilestone(wish.upto, wish.due_on, by_hand=True)
    has_moved = (was.number, was.due) != (wish.upto, wish.due_on)
    key = was.key if was.number == wish.upto else None
    return planning.PlannedMilestone(
        wish.upto, wish.due_on, key, has_moved or wish.is_fixed, was.row
    )


def _ensure_possible(fixed: Iterable[planning.PlannedMilestone], book: PlannedBook) -> None:
    rows = sorted(fixed, key=lambda one: one.number)
    last = book.last_there + FURTHEST if book.is_open_ended else book.total
    for one in rows:
        if one.number > last:
            raise PlanError(
                _no_such_place(book.unit) % {"number": one.number, "last": last},
                code="no_such_place",
            )
    for one, other in pairwise(rows):
        if one.number == other.number:
            raise PlanError(_twice(book.unit) % {"number": one.number}, code="twice")
    dated = [(one, one.due) for one in rows if one.due]
    for (one, due), (other, other_due) in pairwise(dated):
        if due >= other_due:
            facts = {
                "number": other.number,
                "due": day_words(other_due),
                "earlier": one.number,
                "earlier_due": day_words(due),
            }
            raise PlanError(_out_of_order(book.unit) % facts, code="order")


def _no_such_place(unit: Unit) -> str:
    if unit is Unit.PAGE:
        return gettext("There is no page %(number)d. The last one is page %(last)d.")
    return gettext("There is no chapter %(number)d. The last one is chapter %(last)d.")


def _twice(unit: Unit) -> str:
    if unit is Unit.PAGE:
        return gettext("Two milestones are at the end of page %(number)d. Take one of them out.")
    return gettext("Two milestones are at the end of chapter %(number)d. Take one of them out.")


def _out_of_order(unit: Unit) -> str:
    if unit is Unit.PAGE:
        return gettext(
            "Page %(number)d would be due on %(due)s, but page %(earlier)d, which comes before it, on %(earlier_due)s. "
            "Change one of the days."
        )
    return gettext(
        "Chapter %(number)d would be due on %(due)s, but chapter %(earlier)d, which comes before it, on "
        "%(earlier_due)s. Change one of the days."
    )


def _without_quarrels(
    fixed: Sequence[planning.PlannedMilestone], left: Iterable[planning.PlannedMilestone]
) -> list[planning.PlannedMilestone]:
    """What was set by hand, and of the rest what does not stand in its way."""

    def agrees(one: planning.PlannedMilestone, other: planning.PlannedMilestone) -> bool:
        if one.number == other.number:
            return False
        if one.due is None or other.due is None:
            return True
        return (one.number < other.number) == (one.due < other.due) and one.due != other.due

    return [*fixed, *(one for one in left if all(agrees(one, other) for other in fixed))]


def _is_past(milestone: planning.PlannedMilestone, today: date) -> bool:
    return milestone.due is not None and milestone.due <= today
