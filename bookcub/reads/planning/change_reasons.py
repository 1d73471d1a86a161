"""What became of a book since a plan was last laid over it, and what hosts set: codes and facts; `reads.queries.wording` has the sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bookcub.reads.planning.book import PlannedBook, Unit
from bookcub.reads.planning.paces import AsWeGo, Chapters, DoneBy, Pace, Pages


class ReasonCode(StrEnum):
    """Why a plan moved."""

    GONE = "gone"  # chapters that were there are not
    COME = "come"  # chapters that were not there are
    OTHER_ORDER = "other-order"
    LENGTH_UNKNOWN = "length-unknown"  # the author no longer says how many there will be
    COMPLETE = "complete"  # the author says how many, and all of them are there
    LENGTH_KNOWN = "length-known"
    OTHER_LENGTH = "other-length"
    LATE = "late"  # what is due soon is not there yet
    BY_HAND = "by-hand"
    CHAPTERS_PACE = "chapters-pace"  # from now on so many chapters every so many weeks
    PAGES_PACE = "pages-pace"
    DONE_BY_PACE = "done-by-pace"
    AS_WE_GO_PACE = "as-we-go-pace"


@dataclass(frozen=True, slots=True)
class ChangeReason:
    """One reason; `numbers` are the places it is about, `total` and `before` how many there will be and were to be.

    Of a pace `total` is how many chapters or pages every so many `weeks`, and `on` the day to be done by.
    """

    code: ReasonCode
    unit: Unit = Unit.CHAPTER
    numbers: tuple[int, ...] = ()
    total: int = 0
    before: int = 0
    weeks: int = 1
    on: date | None = None

    @property
    def pace(self) -> Pace | None:
        """The new pace, if that is the reason."""
        if self.code is ReasonCode.CHAPTERS_PACE:
            return Chapters(self.total, self.weeks)
        if self.code is ReasonCode.PAGES_PACE:
            return Pages(self.total, self.weeks)
        if self.code is ReasonCode.DONE_BY_PACE and self.on:
            return DoneBy(self.on, self.weeks)
        return AsWeGo(self.weeks) if self.code is ReasonCode.AS_WE_GO_PACE else None


def other_pace(pace: Pace) -> ChangeReason:
    """That hosts set another pace."""
    if isinstance(pace, Chapters):
        return ChangeReason(ReasonCode.CHAPTERS_PACE, total=pace.count, weeks=pace.weeks)
    if isinstance(pace, Pages):
        return ChangeReason(ReasonCode.PAGES_PACE, total=pace.count, weeks=pace.weeks)
    if isinstance(pace, DoneBy):
        return ChangeReason(ReasonCode.DONE_BY_PACE, weeks=pace.weeks, on=pace.on)
    return ChangeReason(ReasonCode.AS_WE_GO_PACE, weeks=pace.weeks)


def change_reasons(seen: PlannedBook, book: PlannedBook) -> list[ChangeReason]:
    """Why a plan may have to move: chapters that came, went or changed places, and other lengths."""
    found = []
    gone = [seen.numbers[key] for key in seen.numbers.keys() - book.numbers.keys()]
    come = [book.numbers[key] for key in book.numbers.keys() - seen.numbers.keys()]
    if gone:
        found.append(_about(ReasonCode.GONE, seen, gone))
    if come:
        found.append(_about(ReasonCode.COME, book, come))
    if _order(seen, book) != _order(book, seen):
        found.append(ChangeReason(ReasonCode.OTHER_ORDER, book.unit))
    if seen.planned != book.planned:
        found.append(_planned(seen, book))
    return found


def has_changed_shape(seen: PlannedBook, book: PlannedBook) -> bool:
    """Whether more happened than that a chapter came which was planned for, at its place."""
    if seen.unit != book.unit or seen.total != book.total or seen.planned != book.planned:
        return True
    return any(book.numbers.get(key) != place for key, place in seen.numbers.items())


def _about(code: ReasonCode, book: PlannedBook, numbers: Iterable[int]) -> ChangeReason:
    return ChangeReason(code, book.unit, tuple(sorted(numbers)))


def _order(of: PlannedBook, other: PlannedBook) -> list[int]:
    """The keys that both books have, in the order of the first."""
    return [key for key in of.numbers if key in other.numbers]


def _planned(seen: PlannedBook, book: PlannedBook) -> ChangeReason:
    if book.planned is None:
        return ChangeReason(ReasonCode.LENGTH_UNKNOWN, book.unit)
    if seen.planned is not None:
        code = ReasonCode.OTHER_LENGTH
        return ChangeReason(code, book.unit, total=book.planned, before=seen.planned)
    done = book.planned <= book.last_there
    code = ReasonCode.COMPLETE if done else ReasonCode.LENGTH_KNOWN
    return ChangeReason(code, book.unit, total=book.planned)
