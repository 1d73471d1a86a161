"""How fast a club reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Chapters:
    """So many chapters every so many weeks."""

    count: int
    weeks: int = 1


@dataclass(frozen=True, slots=True)
class Pages:
    """So many pages every so many weeks; in a work a page is WORDS_PER_PAGE words, cut at chapters."""

    count: int
    weeks: int = 1


@dataclass(frozen=True, slots=True)
class DoneBy:
    """The end on a day; a milestone each week on the way, as even as chapters allow."""

    on: date
    weeks: int = 1


@dataclass(frozen=True, slots=True)
class AsWeGo:
    """No days, and no milestones but those that people set."""

    weeks: int = 1


Pace = Chapters | Pages | DoneBy | AsWeGo


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a club has agreed on: how fast, from when, and on which weekday things are due.

    0 is Monday; None is the weekday of the first day. `after` is a place they had reached before: nothing up
    to there is planned. `without` are places where people have taken a milestone out.
    """

    pace: Pace
    start: date
    weekday: int | None = None
    after: int = 0
    without: frozenset[int] = frozenset()

    @property
    def day(self) -> int:
        return self.start.weekday() if self.weekday is None else self.weekday


WORDS_PER_PAGE = 300
