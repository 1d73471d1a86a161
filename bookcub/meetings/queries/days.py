"""What lies ahead in one's clubs, day by day, on one's own clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from bookcub.core.clock import now
from bookcub.core.languages.direction import isolated
from bookcub.formats.calendars import Event
from bookcub.meetings.models import Meeting
from bookcub.meetings.queries.events import whole
from bookcub.meetings.queries.feeds import dates_of
from bookcub.meetings.queries.wording import following
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


def coming_days(
    user: User, memberships: Collection[int], zone: ZoneInfo, *, but: Meeting | None = None
) -> list[MeetingDay]:
    """Today and what comes, the nearest first, with the next of each meeting that repeats. Five queries.

    Without one meeting, where whoever reads this is told of it anyway; when it is next stays.
    """
    today = now().astimezone(zone).date()
    days: dict[date, list[DayLine]] = defaultdict(list)
    left_out = whole(but.get_absolute_url()) if but else ""
    dates = (each for each in dates_of(user, memberships) if each.url != left_out)
    ahead = [event for event in dates if _day(event, zone) >= today]
    for event in ahead[:MOST]:
        days[_day(event, zone)].append(_line(event, zone))
    for starts, line in _following(user, memberships, zone):
        days[starts.astimezone(zone).date()].append(line)
    return [
        MeetingDay(
            as_weekday(day, today=today),
            day == today,
            tuple(lines),
        )
        for day, lines in sorted(days.items())
    ]


def _following(
    user: User, memberships: Collection[int], zone: ZoneInfo
) -> Iterator[tuple[datetime, DayLine]]:
    """When the meetings that repeat will be next: nobody is invited yet, so no calendar outside has them."""
    repeating = Meeting.objects.visible_to(user).filter(
        club__memberships__in=memberships, starts_at__isnull=False
    )
    for meeting in repeating.exclude(repeats="").select_related("club", "read__book")[:MOST]:
        starts = following(meeting)
        if starts is None:
            continue
        summary = gettext("%(meeting)s · %(club)s (repeats; invitations follow)") % {
            "meeting": isolated(meeting.name),
            "club": isolated(meeting.club.name),
        }
        url = meeting.get_absolute_url()
        yield starts, DayLine(as_hour(starts, zone), summary, url, is_meeting=True)


def _day(event: Event, zone: ZoneInfo) -> date:
    starts = event.starts
    return starts.astimezone(zone).date() if isinstance(starts, datetime) else starts


def _line(event: Event, zone: ZoneInfo) -> DayLine:
    starts = event.starts
    clock = as_hour(starts, zone) if isinstance(starts, datetime) else ""
    return DayLine(clock, event.summary, event.url.removeprefix(whole("")), bool(clock))
