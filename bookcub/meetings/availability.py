"""Times to choose from: what "any Friday evening this month" means on the clock, and which of them suits most.

A slot is a stretch of absolute time; a rule speaks of the clock on somebody's wall. In the night when clocks change, a
time that the wall never shows gives no slot, and one that it shows twice means the first. A slot always lasts as long
as it says, whatever the clocks do meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bookcub.core.zones import moment_on

DAY = timedelta(days=1)
LONGEST_SEARCH = timedelta(days=366)


class Can(StrEnum):
    """What somebody says of a slot."""

    YES = "yes"
    IF_NEED_BE = "if need be"
    NO = "no"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of absolute time; both ends aware, in UTC."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRule:
    """Days, and hours on their clock, that a slot must lie within.

    `weekdays` counts from Monday, 0. `until` is the last day that counts. Hours that end at or before their beginning
    go on past midnight. A slot begins at `earliest` and then every `step`.
    """

    weekdays: frozenset[int]
    since: date
    until: date
    earliest: time
    latest: time
    length: timedelta
    step: timedelta = timedelta(hours=1)

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError("The last day comes before the first.")
        if self.until - self.since > LONGEST_SEARCH:
            raise ValueError("The days lie more than a year apart.")
        if self.length <= timedelta(0) or self.step <= timedelta(0):
            raise ValueError("A slot takes some time, and so does the way to the next.")


def slots_of(rule: SlotRule, zone: ZoneInfo, *, after: datetime | None = None) -> Iterator[Span]:
    """All slots of a rule in a time zone, in order; without those that begin before `after`."""
    day = rule.since
    while day <= rule.until:
        if day.weekday() in rule.weekdays:
            for slot in _slots_on(day, rule, zone):
                if after is None or slot.starts > after:
                    yield slot
        day += DAY


def _slots_on(day: date, rule: SlotRule, zone: ZoneInfo) -> Iterator[Span]:
    wall = datetime.combine(day, rule.earliest)
    end = datetime.combine(day, rule.latest)
    if end <= wall:
        end += DAY
    while wall + rule.length <= end:
        starts = moment_on(wall, zone)
        if starts is not None:
            yield Span(starts, starts + rule.length)
        wall += rule.step


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How one slot suits those who were asked."""

    slot: Span
    yes: int
    if_need_be: int
    no: int
    silent: int  # have said nothing of it yet

    @property
    def can(self) -> int:
        return self.yes + self.if_need_be

    @property
    def suits_everybody(self) -> bool:
        return self.no == 0 and self.silent == 0 and self.can > 0


def tally(slot: Span, answers: Iterable[Can], *, asked: int) -> Tally:
    """Count what was said of a slot by some of those who were asked."""
    counts = Counter(answers)
    return Tally(
        slot=slot,
        yes=counts[Can.YES],
        if_need_be=counts[Can.IF_NEED_BE],
        no=counts[Can.NO],
        silent=max(asked - counts.total(), 0),
    )


def ranked(tallies: Iterable[Tally]) -> list[Tally]:
    """The slots, best first: most who can, most who can gladly, fewest who cannot, earliest."""
    return sorted(tallies, key=lambda of: (-of.can, -of.yes, of.no, of.slot))
