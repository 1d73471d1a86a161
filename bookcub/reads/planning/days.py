"""The days on which something can be due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, takewhile

from bookcub.reads.planning.milestone import READING_DAYS

WEEK = 7


@dataclass(frozen=True, slots=True)
class Days:
    """One weekday every so many weeks. Nothing new is due on `closed` or before it."""

    weekday: int  # 0 is Monday, as in the standard library
    weeks: int
    today: date
    closed: date | None = None

    @property
    def step(self) -> timedelta:
        return timedelta(days=WEEK * self.weeks)

    @property
    def half(self) -> timedelta:
        """Two things are never due closer to each other than this, unless people say so."""
        return (self.step + timedelta(days=1)) // 2

    @property
    def soonest_unwritten(self) -> date:
        """The first day on which a chapter can be due that is not there today."""
        return self.today + timedelta(days=READING_DAYS)

    def after(self, since: date) -> Iterator[date]:
        """The days following one, for ever."""
        if self.closed and self.closed - since > self.step:
            since = self.closed  # a rest of months is no reason to be due tomorrow
        first = since + self.half
        first += timedelta(days=(self.weekday - first.weekday()) % WEEK)
        days = (first + self.step * turn for turn in count())
        return (day for day in days if self.closed is None or day > self.closed)

    def between(self, since: date, until: date) -> list[date]:
        """The days between two others, not too close to either."""
        return list(takewhile(lambda day: day <= until - self.half, self.after(since)))
