"""The chapters of a book that is kept by share: names for its places, which decide nothing. Pure: numbers, no rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bookcub.reads.planning.measure import WHOLE, BookMeasure, MeasureKind


@dataclass(frozen=True, slots=True)
class ContentsChapter:
    """A chapter by its title, which may be empty, and the place at which it begins, where anybody knows it."""

    title: str = ""
    begins: int | None = None


@dataclass(frozen=True, slots=True)
class ChapterThere:
    """In which chapter a place lies.

    It `is_end` where the chapter ends there, and is sure only where the beginning of the next one is known: else the
    place may as well lie in one that comes later, up to the `last` before the next whose beginning is known; 0 for none.
    """

    number: int
    title: str
    is_sure: bool
    is_end: bool = False
    last: int = 0


@dataclass(frozen=True)
class Contents:
    """The chapters that members have typed, in their order; those whose beginnings are known never go back."""

    chapters: tuple[ContentsChapter, ...] = ()

    @cached_property
    def _known(self) -> tuple[tuple[int, int], ...]:
        """The number of each whose beginning is known, and that beginning."""
        return tuple(
            (number, each.begins)
            for number, each in enumerate(self.chapters, start=1)
            if each.begins is not None
        )

    @property
    def begins(self) -> tuple[int, ...]:
        """Where chapters begin, as far as that is known."""
        return tuple(begins for _, begins in self._known)

    @cached_property
    def ends(self) -> dict[int, int]:
        """The number of each chapter whose end is known, for it is where the next begins, and that end."""
        following = dict(self._known)
        numbers = range(1, len(self.chapters))
        return {each: following[each + 1] for each in numbers if following.get(each + 1)}

    def at(self, upto: int, measure: BookMeasure, *, is_own: bool = False) -> ChapterThere | None:
        """The chapter of what comes last before a place; None where nobody knows it, and at the end of the book.

        Two places that have one number in a measure are one place there; of somebody's own place it is the number that
        they have read to its end.
        """
        number = max((each for each, begins in self._known if begins < upto), default=0)
        if not number or upto >= WHOLE:
            return None
        title, end = self.chapters[number - 1].title, self.ends.get(number)
        shown = measure.read if is_own else measure.number
        is_end = end is not None and upto <= end and shown(upto) == shown(end)
        following = min((each for each, _ in self._known if each > number), default=0)
        last = following - 1 if end is None and following else 0
        return ChapterThere(number, title, end is not None, is_end, last)


def begins_at(measure: BookMeasure, number: int) -> int:
    """The place at which something begins on this page, or after so much percent or so many minutes."""
    return measure.upto(number - 1 if measure.kind is MeasureKind.PAGES else number)


def first_number(measure: BookMeasure, begins: int) -> int:
    """The number in a measure at which something begins that begins at a place."""
    return measure.read(begins) + (1 if measure.kind is MeasureKind.PAGES else 0)


def goes_back(chapters: Iterable[ContentsChapter]) -> int:
    """The number of the first chapter that would begin before one that stands above it; 0 for none."""
    latest = 0
    for number, each in enumerate(chapters, start=1):
        if each.begins is not None:
            if each.begins < latest:
                return number
            latest = each.begins
    return 0
