"""How somebody counts the places of a read: in chapters, or in what their edition has. Pure: numbers, no rows.

A book whose chapters nobody has typed is kept *by share*: a place is so many billionths of the book. Of two editions
of at most MOST pages (or minutes) two different shares never fall on the same billionth, and equal ones always do: so
comparing places is comparing shares, exactly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from bookcub.reads.planning.book import Unit

WHOLE = 1_000_000_000  # the place at the end of a book that is kept by share
MOST = 30_000  # pages or minutes of one edition
FEWEST = 40  # of an edition that a reader says: so that a blurred place is never one page
HUNDRED = 100
HOUR = 60
TYPED = re.compile(r"[0-9]{1,9}")
TYPED_TIME = re.compile(r"([0-9]{1,3})(?:[:.]([0-5]?[0-9]))?")


class MeasureKind(StrEnum):
    """What is counted."""

    CHAPTERS = "chapters"
    PAGES = "pages"
    PERCENT = "percent"
    MINUTES = "minutes"

    @property
    def has_length(self) -> bool:
        """Whether editions of it differ in how long they are."""
        return self in {MeasureKind.PAGES, MeasureKind.MINUTES}


@dataclass(frozen=True, slots=True)
class BookMeasure:
    """So many chapters, or an edition: so many pages, so many minutes of listening, a hundred percent.

    `drafts` are the places before the last posted chapter of a work at which none is posted: its readers do not count them.
    `mark` stands for them in forms, for nobody is told where they are.
    """

    kind: MeasureKind
    length: int
    drafts: tuple[int, ...] = ()
    mark: str = field(default="", compare=False)

    @classmethod
    def of_chapters(
        cls, count: int = 0, *, drafts: tuple[int, ...] = (), mark: str = ""
    ) -> BookMeasure:
        return cls(MeasureKind.CHAPTERS, count, drafts, mark)

    @classmethod
    def of_pages(cls, count: int) -> BookMeasure:
        return cls(MeasureKind.PAGES, count)

    @classmethod
    def of_percent(cls) -> BookMeasure:
        return cls(MeasureKind.PERCENT, HUNDRED)

    @property
    def is_by_share(self) -> bool:
        return self.kind is not MeasureKind.CHAPTERS

    @property
    def token(self) -> str:
        """What its numbers mean, for a form to send along with them; empty of chapters where they are their places."""
        if self.is_by_share:
            return f"{self.kind.value}:{self.length}"
        return self.mark

    @property
    def unit(self) -> Unit:
        """What its numbers are called in sentences."""
        if self.kind is MeasureKind.CHAPTERS:
            return Unit.CHAPTER
        return Unit.PAGE if self.kind is MeasureKind.PAGES else Unit.SHARE

    def upto(self, number: int) -> int:
        """The place at the end of this chapter, page, percent or minute. Beyond the end nobody ever is."""
        if not self.is_by_share:
            return self._place_of_chapter(number)
        if number > self.length:
            return WHOLE + number - self.length
        return number * WHOLE // self.length

    def number(self, upto: int) -> int:
        """The first of one's own numbers at whose end one has come as far as a place: never one before it."""
        if not self.is_by_share:
            return upto - sum(draft < upto for draft in self.drafts)
        if upto > WHOLE:
            return self.length + upto - WHOLE
        return -(-upto * self.length // WHOLE)

    def read(self, upto: int) -> int:
        """The last of one's own numbers that somebody at this place has read to its end."""
        if not self.is_by_share:
            return upto - sum(draft <= upto for draft in self.drafts)
        return min(-(-(upto + 1) * self.length // WHOLE) - 1, self.length)

    def _place_of_chapter(self, number: int) -> int:
        """Where the chapter stands that has this number."""
        place = number
        for draft in self.drafts:
            place += draft <= place
        return place if number else 0

    def as_typed(self, number: int) -> str:
        """A number the way people type it: "212", and of minutes "3:32"."""
        if self.kind is MeasureKind.MINUTES:
            return f"{number // HOUR}:{number % HOUR:02}"
        return str(number)

    def from_typed(self, text: str) -> int:
        """The number that somebody typed. Raises ValueError where it is none."""
        text = text.strip().removesuffix("%").strip()
        if self.kind is MeasureKind.MINUTES:
            found = TYPED_TIME.fullmatch(text)
            if found is None:
                raise ValueError(f"{text!r} is no number of {self.kind.value}")
            return int(found[1]) * HOUR + int(found[2] or 0)
        if TYPED.fullmatch(text) is None:
            raise ValueError(f"{text!r} is no number of {self.kind.value}")
        return int(text)
