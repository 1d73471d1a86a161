"""Laying a plan over a book: which places are due on which days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bookcub.reads.planning.balance import balance
from bookcub.reads.planning.book import PlannedBook, Unit
from bookcub.reads.planning.days import Days
from bookcub.reads.planning.milestone import PlannedMilestone
from bookcub.reads.planning.paces import (
    WORDS_PER_PAGE,
    AsWeGo,
    Chapters,
    DoneBy,
    Pace,
    Pages,
    Schedule,
)


def suits(pace: Pace, book: PlannedBook) -> bool:
    """Whether a book can be read at such a pace: one known by pages has no chapters to count."""
    if isinstance(pace, Chapters):
        return book.unit is Unit.CHAPTER
    if isinstance(pace, Pages):
        has_words = any(part.words for part in book.parts) or not book.last_there
        return book.unit is Unit.PAGE or has_words
    return True


def lay_out(
    book: PlannedBook,
    schedule: Schedule,
    *,
    today: date,
    kept: Iterable[PlannedMilestone] = (),
    closed: date | None = None,
) -> list[PlannedMilestone]:
    """The milestones of a book, in order, around those that are `kept` as they are.

    Milestones fall on the schedule's weekday, the first one at least half a step after its start. Nothing new is due on `closed` or before it. A chapter that is not there `today` is never due within
    READING_DAYS. Raises ValueError where the pace does not suit the book.
    """
    pace = schedule.pace
    if not suits(pace, book):
        raise ValueError(f"{pace} does not suit this book.")

    layer = _Layer(book, pace, Days(schedule.day, pace.weeks, today, closed))
    plan: list[PlannedMilestone] = []
    at, since = schedule.after, schedule.start
    for fixed in sorted(kept, key=lambda one: one.number):
        plan += [*layer.before(at, since, fixed), fixed]
        at = max(at, fixed.number)
        since = max(one.due for one in [PlannedMilestone(at, since), *plan] if one.due)
    whole = [*plan, *layer.to_the_end(at, since)]
    return [one for one in whole if one.by_hand or one.number not in schedule.without]


@dataclass(frozen=True, slots=True)
class _Layer:
    book: PlannedBook
    pace: Pace
    days: Days

    def before(self, at: int, since: date, fixed: PlannedMilestone) -> list[PlannedMilestone]:
        """What comes between a place reached on one day and a milestone that stays."""
        if fixed.number - at <= 1 or isinstance(self.pace, AsWeGo):
            return []
        borders = self._borders(at, fixed.number, since, fixed.due)[:-1]
        if fixed.due is None:
            return self._dated(at, borders, self.days.after(since)) or []
        open_days = self.days.between(since, fixed.due)
        for count in range(min(len(borders), len(open_days)), 0, -1):
            if count < len(borders):  # fewer days than the pace wants: longer stretches
                borders = self._even(at, fixed.number, count + 1)[:-1]
            found = self._dated(at, borders, iter(_spread(open_days, self._lead(count))))
            if found is not None:
                return found
        return []

    def to_the_end(self, at: int, since: date) -> list[PlannedMilestone]:
        """What comes after the last milestone that stays."""
        end = self._end(at)
        if end <= at or isinstance(self.pace, AsWeGo):
            return []
        if isinstance(self.pace, DoneBy):
            return self._done_by(at, end, since, self.pace.on)
        return self._dated(at, self._borders(at, end, since, None), self.days.after(since)) or []

    def _end(self, at: int) -> int:
        """How far a plan can look: to the end, or in an open-ended story one step past what is there."""
        if not self.book.is_open_ended:
            return self.book.total
        there = self.book.last_there
        if isinstance(self.pace, Chapters):
            if at > there:
                return at
            return at + self.pace.count * ((there - at) // self.pace.count + 1)
        if isinstance(self.pace, Pages):
            return max(at, there + 1)
        return there

    def _borders(self, at: int, stop: int, since: date, until: date | None) -> list[int]:
        """The places where stretches would end if there were days enough; the last one is `stop`."""
        if isinstance(self.pace, Chapters) or (
            isinstance(self.pace, Pages) and self.book.unit is Unit.PAGE
        ):
            return [*range(at + self.pace.count, stop, self.pace.count), stop]
        if isinstance(self.pace, Pages):
            return self._by_words(at, stop, self.pace.count * WORDS_PER_PAGE)
        if isinstance(self.pace, DoneBy) and until:
            return self._even(at, stop, len(self.days.between(since, until)) + 1)
        return [stop]

    def _even(self, at: int, stop: int, groups: int) -> list[int]:
        """The ends of so many stretches of the same length, as far as chapters allow."""
        groups = max(1, min(groups, stop - at))
        if self.book.unit is Unit.PAGE:
            return [at + round(turn * (stop - at) / groups) for turn in range(1, groups + 1)]
        return [at + border for border in balance(self.book.weights(at, stop), groups)]

    def _by_words(self, at: int, stop: int, amount: int) -> list[int]:
        """Of the chapters that end nearest to the same multiple of an amount of words, the last."""
        ends: dict[int, int] = {}
        words = 0
        for number, more in enumerate(self.book.weights(at, stop), start=at + 1):
            words += more
            ends[max(1, round(words / amount))] = number
        return list(ends.values())

    def _lead(self, count: int) -> int:
        """How many of the open days are wanted: a club that is done by a day uses all its time."""
        return count if isinstance(self.pace, DoneBy) else 0

    def _done_by(self, at: int, end: int, since: date, on: date) -> list[PlannedMilestone]:
        open_days = [*self.days.between(since, on), on]
        last = self.days.closed or since
        if on > max(since, last):
            for count in range(min(len(open_days), end - at), 0, -1):
                borders = self._even(at, end, count)
                found = self._dated(at, borders, iter(_spread(open_days, count)))
                if found is not None:
                    return found
        # The day is past, or its last chapters come too late for it: the next day that can be.
        return self._dated(at, [end], self.days.after(max(since, on))) or []

    def _dated(
        self, at: int, borders: Sequence[int], days: Iterator[date]
    ) -> list[PlannedMilestone] | None:
        """Give each border the next day that suits it; None when the days run out."""
        plan = []
        for border in borders:
            rests = self._weeks_for(at, border) - 1
            soonest = self.days.soonest_unwritten if self.book.missing(at, border) else date.min
            due = next((day for day in days if day >= soonest), None)
            for _ in range(rests):
                due = next(days, None)
            if due is None:
                return None
            plan.append(self._milestone(border, due))
            at = border
        return plan

    def _weeks_for(self, at: int, border: int) -> int:
        """How many steps a stretch takes: a chapter as long as three weeks' pages has three."""
        if not isinstance(self.pace, Pages) or self.book.unit is Unit.PAGE:
            return 1
        words = sum(self.book.weights(at, border))
        return max(1, round(words / (self.pace.count * WORDS_PER_PAGE)))

    def _milestone(self, number: int, due: date | None) -> PlannedMilestone:
        return PlannedMilestone(number, due, key=self.book.key_at(number))


def _spread(days: Sequence[date], count: int) -> list[date]:
    """So many of these days, evenly apart and with the last one among them; all of them for 0."""
    if not count:
        return list(days)
    return [days[round(turn * len(days) / count) - 1] for turn in range(1, count + 1)]


def with_keys(book: PlannedBook, plan: Iterable[PlannedMilestone]) -> list[PlannedMilestone]:
    """The same plan; milestones whose chapter has come know it now."""
    return [replace(one, key=book.key_at(one.number) or one.key) for one in plan]
