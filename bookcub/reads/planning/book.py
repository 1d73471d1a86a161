"""What is read, as a plan sees it: parts with a length, some of which may not be there yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Unit(StrEnum):
    """What places in a book are counted in."""

    CHAPTER = "chapter"
    PAGE = "page"
    SHARE = "share"  # percent of a book, or hours of listening


@dataclass(frozen=True, slots=True)
class PlannedChapter:
    """One chapter. `key` stays the same when chapters are put into another order."""

    key: int | None = None
    words: int = 0
    is_there: bool = True


@dataclass(frozen=True)
class PlannedBook:
    """A row of chapters, or a number of pages; chapters may be planned that nobody has written yet.

    Places are numbers from 1: "to the end of chapter 8" is 8. `planned` is how many there are going to
    be; None where the author has not said, and then the story is open-ended.
    """

    parts: tuple[PlannedChapter, ...] = ()
    planned: int | None = None
    unit: Unit = Unit.CHAPTER

    @classmethod
    def of_pages(cls, pages: int) -> PlannedBook:
        """An outside book known by its number of pages."""
        return cls(planned=pages, unit=Unit.PAGE)

    @classmethod
    def of_chapters(cls, names: int) -> PlannedBook:
        """An outside book with so many chapters; nobody knows their lengths."""
        return cls(
            tuple(PlannedChapter(key=number) for number in range(1, names + 1)), planned=names
        )

    @property
    def total(self) -> int:
        """The last place there is or is going to be, as far as anybody knows."""
        return max(len(self.parts), self.planned or 0)

    @property
    def is_open_ended(self) -> bool:
        """Whether nobody knows how many chapters there will be."""
        return self.unit is Unit.CHAPTER and self.planned is None

    @cached_property
    def last_there(self) -> int:
        """The last place that can be read today."""
        if self.unit is Unit.PAGE:
            return self.total
        there = [number for number, part in enumerate(self.parts, start=1) if part.is_there]
        return there[-1] if there else 0

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Where each chapter that is there stands, by its key."""
        return {
            part.key: number
            for number, part in enumerate(self.parts, start=1)
            if part.key is not None and part.is_there
        }

    @cached_property
    def _guess(self) -> int:
        """How long a chapter may be that nobody knows: as long as the others are on average."""
        known = [part.words for part in self.parts if part.is_there and part.words]
        return max(1, round(sum(known) / len(known))) if known else 1

    def key_at(self, number: int) -> int | None:
        """The key of the chapter at this place; None where there is none yet."""
        if not 1 <= number <= len(self.parts):
            return None
        part = self.parts[number - 1]
        return part.key if part.is_there else None

    def is_there(self, number: int) -> bool:
        """Whether this place can be read today."""
        if self.unit is Unit.PAGE:
            return number <= self.total
        return 1 <= number <= len(self.parts) and self.parts[number - 1].is_there

    def missing(self, after: int, to: int) -> list[int]:
        """The places after one and up to another that cannot be read yet."""
        return [number for number in range(after + 1, to + 1) if not self.is_there(number)]

    def weights(self, after: int, to: int) -> list[int]:
        """The words of each chapter after one place and up to another, guessed where unknown."""
        return [self._weight(number) for number in range(after + 1, to + 1)]

    def _weight(self, number: int) -> int:
        if number > len(self.parts):
            return self._guess
        part = self.parts[number - 1]
        return part.words if part.is_there and part.words else self._guess


def chapters(lengths: Iterable[int], *, planned: int | None = None) -> PlannedBook:
    """A work whose chapters have these lengths; their keys are their numbers."""
    parts: Sequence[PlannedChapter] = [
        PlannedChapter(key, words) for key, words in enumerate(lengths, start=1)
    ]
    return PlannedBook(tuple(parts), planned=planned)
