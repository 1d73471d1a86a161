"""Meetings that repeat: every week, or the first Tuesday of every month, on the clock of where the club meets."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
#: Every month has four of each weekday; some have a fifth.
ALWAYS = 4


class Rhythm(StrEnum):
    """How often."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnight"
    MONTHLY = "monthly"  # on the weekday that is as many in its month as the first one was
    LAST = "last"  # of that weekday in the month


def rhythm_from(rhythm: str, starts: date) -> str:
    """The rhythm that can be kept from this day on: there is not always a fifth Tuesday, but a last one."""
    if rhythm == Rhythm.MONTHLY and nth_in_month(starts) > ALWAYS:
        return Rhythm.LAST
    return rhythm


def nth_in_month(day: date) -> int:
    """As the how many of its weekday a day stands in its month, from 1."""
    return (day.day - 1) // 7 + 1


def next_in_rhythm(
    rhythm: Rhythm, planned: datetime, zone: ZoneInfo, *, after: datetime
) -> datetime:
    """The first moment (UTC) of a rhythm that comes after both the one that was planned last and ``after``.

    It is at the same time on the clock of the zone; a time that the clock skips that night is as much later as it skips.
    """
    here = planned.astimezone(zone)
    for day in _days(rhythm, date(here.year, here.month, here.day)):
        moment = datetime.combine(day, here.time(), tzinfo=zone).astimezone(UTC)
        if moment > after:
            return moment
    raise AssertionError("a rhythm has no end")


def _days(rhythm: Rhythm, planned: date) -> Iterator[date]:
    if rhythm in {Rhythm.WEEKLY, Rhythm.FORTNIGHTLY}:
        step = WEEK * (1 if rhythm == Rhythm.WEEKLY else 2)
        yield from (planned + step * times for times in count(1))
    nth = ALWAYS + 1 if rhythm == Rhythm.LAST else nth_in_month(planned)
    for month in count(planned.year * 12 + planned.month):
        yield _weekday_in(month // 12, month % 12 + 1, planned.weekday(), nth)


def _weekday_in(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth of a weekday in a month; the last one where there are not so many."""
    first, days = monthrange(year, month)
    day = 1 + (weekday - first) % 7 + 7 * (nth - 1)
    return date(year, month, day if day <= days else day - 7)
