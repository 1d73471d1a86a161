"""What lies ahead in one's clubs, day by day, on one's own clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bookcub.core.clock import now
from bookcub.formats.calendars import Event
from bookcub.meetings.queries.events import whole
from bookcub.meetings.queries.feeds import dates_of
from bookcub.people.models import User
from bookcub.web.dates import as_hour, as_weekday

MOST = 60  # lines on the page; the calendar itself has all


@dataclass(frozen=True, slots=True)
class DayLine:
    """One thing on a day. `clock` is empty for what has no time."""

    clock: str
    summary: str
    url: str
    is_meeting: bool


@dataclass(frozen=True, slots=True)
class MeetingDay:
    name: str
    is_today: bool
    lines: tuple[DayLine, ...]


def coming_days(user: User, memberships: Collection[int], zone: ZoneInfo) -> list[MeetingDay]:
    """Today and what comes, the nearest first. Four queries."""
    today = now().astimezone(zone).date()
    days: dict[date, list[DayLine]] = defaultdict(list)
    ahead = [event for event in dates_of(user, memberships) if _day(event, zone) >= today]
    for event in ahead[:MOST]:
        days[_day(event, zone)].append(_line(event, zone))
    return [
        MeetingDay(
            as_weekday(day, today=today),
            day == today,
            tuple(lines),
        )
        for day, lines in sorted(days.items())
    ]


def _day(event: Event, zone: ZoneInfo) -> date:
    starts = event.starts
    return starts.astimezone(zone).date() if isinstance(starts, datetime) else starts


def _line(event: Event, zone: ZoneInfo) -> DayLine:
    starts = event.starts
    clock = as_hour(starts, zone) if isinstance(starts, datetime) else ""
    return DayLine(clock, event.summary, event.url.removeprefix(whole("")), bool(clock))
