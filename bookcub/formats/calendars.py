"""Calendars as text: events that calendar programs can subscribe to, keep, move and take out again.

`icalendar` writes them by RFC 5545 (iCalendar), RFC 5546 (invitations), RFC 7986 (a calendar's name and refreshing) and
RFC 6868 (quotes in names). A moment in a zone of the IANA table is written on that zone's clock, with the zone's table
beside it; any other in UTC. Whole days are written as days, which are the same day everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar
from icalendar.enums import CLASS, PARTSTAT, ROLE, STATUS, TRANSP

PRODUCT = "-//Bookcub//Bookcub//EN"
REFRESH = timedelta(hours=1)  # how often a program that subscribed may ask again
# Some programs take Unicode's own separators for the end of a content line.
LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class CalendarMethod(StrEnum):
    """What a program does with a calendar that arrives by mail (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarUser:
    """Who invites or is invited. An address in an event is seen by everybody who gets that event."""

    email: str
    name: str = ""
    answer: PARTSTAT = PARTSTAT.NEEDS_ACTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A program's own reminder, so long before the beginning."""

    before: timedelta
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something with a time.

    `starts` and `ends` are both aware moments, or both days; then `ends` is the first day after it. Without `ends` a
    moment has no length and a day ends with itself. `uid` never changes; `sequence` grows whenever time, place or
    status do. Raises ValueError for a naive moment, a mixture, or an end before the beginning.
    """

    uid: str
    starts: datetime | date
    summary: str
    changed_at: datetime
    ends: datetime | date | None = None
    sequence: int = 0
    description: str = ""
    location: str = ""
    url: str = ""
    organizer: CalendarUser | None = None
    attendees: tuple[CalendarUser, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    status: STATUS = STATUS.CONFIRMED

    def __post_init__(self) -> None:
        for moment in (self.starts, self.ends, self.changed_at):
            if isinstance(moment, datetime) and moment.tzinfo is None:
                raise ValueError("A moment needs its time zone.")
        if self.ends is None:
            return
        if isinstance(self.ends, datetime) != isinstance(self.starts, datetime):
            raise ValueError("An event begins and ends with moments, or with days.")
        if self.ends < self.starts:
            raise ValueError("An event cannot end before it begins.")

    @property
    def is_all_day(self) -> bool:
        return not isinstance(self.starts, datetime)


def calendar_feed(name: str, events: Iterable[Event]) -> str:
    """A calendar to subscribe to or to keep, as a text with CRLF. The same events give the same text.

    It has no METHOD: nobody is asked anything (RFC 5545, 3.7.2).
    """
    calendar = _calendar()
    for older_and_newer in ("NAME", "X-WR-CALNAME"):
        calendar.add(older_and_newer, icalendar.vText(_text(name)))
    for older_and_newer in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
        calendar.add(older_and_newer, icalendar.vDuration(REFRESH, {"VALUE": "DURATION"}))
    return _written(calendar, list(events))


def invitation(event: Event) -> str:
    """Ask the event's attendees to come, or tell them of a change when its sequence has grown (RFC 5546, 3.2.2)."""
    return _message(CalendarMethod.REQUEST, event)


def cancellation(event: Event) -> str:
    """Take the event out of its attendees' calendars (RFC 5546, 3.2.5); its sequence must have grown."""
    return _message(CalendarMethod.CANCEL, event)


def _message(method: CalendarMethod, event: Event) -> str:
    if event.organizer is None or not event.attendees:
        raise ValueError("An invitation needs somebody who invites and somebody invited.")
    calendar = _calendar()
    calendar.add("METHOD", method)
    return _written(calendar, [event], is_cancelled=method == CalendarMethod.CANCEL)


def _calendar() -> icalendar.Calendar:
    """An empty one. Not by `Calendar.new`, whose UID is another each time: a feed would never be unchanged."""
    calendar = icalendar.Calendar()
    for name, value in (("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN")):
        calendar.add(name, value)
    return calendar


def _written(
    calendar: icalendar.Calendar, events: Collection[Event], *, is_cancelled: bool = False
) -> str:
    years = defaultdict(set)
    for event in events:
        for at in map(_time, filter(None, (event.starts, event.ends))):
            if isinstance(at, datetime) and isinstance(at.tzinfo, ZoneInfo):
                years[at.tzinfo.key].add(at.year)
    for zone in sorted(years):
        calendar.add_component(_time_zone(zone, min(years[zone]), max(years[zone])))
    for event in events:
        calendar.add_component(_event(event, is_cancelled=is_cancelled))
    text: str = calendar.to_ical().decode()
    return text


def _event(event: Event, *, is_cancelled: bool) -> icalendar.Event:
    written = icalendar.Event.new(
        uid=_text(event.uid),
        sequence=event.sequence,
        stamp=event.changed_at.astimezone(UTC),
        last_modified=event.changed_at.astimezone(UTC),
        start=_time(event.starts),
        end=None if event.ends is None else _time(event.ends),
        summary=_text(event.summary),
        description=_text(event.description) or None,
        location=_text(event.location) or None,
        url=_address(event.url) or None,
        status=STATUS.CANCELLED if is_cancelled else event.status,
        # What a club does is nobody's business in a calendar shared at work.
        classification=CLASS.PRIVATE,
        # A day to have read something by keeps nobody from anything else.
        transparency=TRANSP.TRANSPARENT if event.is_all_day else TRANSP.OPAQUE,
        organizer=_organizer(event.organizer) if event.organizer else None,
        attendees=[_attendee(each) for each in event.attendees],
    )
    for alarm in () if is_cancelled else event.alarms:
        written.add_component(_alarm(alarm))
    return written


def _organizer(user: CalendarUser) -> icalendar.vCalAddress:
    return icalendar.vCalAddress.new(_address(user.email), cn=_line(user.name) or None)


def _attendee(user: CalendarUser) -> icalendar.vCalAddress:
    return icalendar.vCalAddress.new(
        _address(user.email),
        cn=_line(user.name) or None,
        role=ROLE.REQ_PARTICIPANT,
        partstat=user.answer,
        rsvp=False,  # answers are given on the page: nobody reads what a program would mail back
    )


def _alarm(alarm: Alarm) -> icalendar.Alarm:
    written = icalendar.Alarm()
    written.add("ACTION", "DISPLAY")
    written.add("TRIGGER", -alarm.before)
    written.add("DESCRIPTION", _text(alarm.words))
    return written


def _time(at: datetime | date) -> datetime | date:
    """A day as it is; a moment on its zone's clock, or in UTC where a clock could not say which moment is meant.

    Of an hour that a clock shows twice a calendar means the first (RFC 5545, 3.3.5).
    """
    if not isinstance(at, datetime):
        return at
    is_told_by_its_clock = isinstance(at.tzinfo, ZoneInfo) and at.tzinfo.key not in (None, "UTC")
    return at if is_told_by_its_clock and not at.fold else at.astimezone(UTC)


@lru_cache(maxsize=256)
def _time_zone(name: str, first_year: int, last_year: int) -> icalendar.Timezone:
    """The zone's table for these years and the ones beside them (RFC 5545, 3.6.5).

    Not by `Timezone.from_tzinfo`: it names the beginning of summer time on the clock after the change, an hour late.
    """
    zone = ZoneInfo(name)
    begins = datetime(max(first_year - 1, MINYEAR + 1), 1, 1, tzinfo=UTC)
    table = icalendar.Timezone()
    table.add("TZID", name)
    table.add_component(_observance(zone, begins, begins))
    ends = datetime(min(last_year + 2, MAXYEAR), 1, 1, tzinfo=UTC)
    for change in _changes(zone, begins, ends):
        table.add_component(_observance(zone, change - SECOND, change))
    return table


def _observance(zone: ZoneInfo, before: datetime, at: datetime) -> icalendar.Component:
    """What holds from a moment on, which is told on the clock as it stood before."""
    was, now = before.astimezone(zone), at.astimezone(zone)
    written = icalendar.TimezoneDaylight() if now.dst() else icalendar.TimezoneStandard()
    written.add("DTSTART", at.replace(tzinfo=None) + (was.utcoffset() or timedelta(0)))
    written.add("TZOFFSETFROM", was.utcoffset())
    written.add("TZOFFSETTO", now.utcoffset())
    written.add("TZNAME", now.tzname())
    return written


def _changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """The moments at which the clocks of a zone change, to the second. No zone changes twice in a day."""
    day = begins
    while day < ends:
        early, late = day, day + DAY
        while (
            late - early > SECOND
            and early.astimezone(zone).utcoffset() != late.astimezone(zone).utcoffset()
        ):
            middle = (early + (late - early) / 2).replace(microsecond=0)
            is_changed = middle.astimezone(zone).utcoffset() != early.astimezone(zone).utcoffset()
            early, late = (early, middle) if is_changed else (middle, late)
        if late - early == SECOND:
            yield late
        day += DAY


def _text(value: str) -> str:
    """A text without control characters (Cc, except newline and tab) and halves of pairs (Cs)."""
    plain = "\n".join(LINE_BREAK.split(value))
    return "".join(
        character
        for character in plain
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
    )


def _line(value: str) -> str:
    return " ".join(_text(value).split())


def _address(address: str) -> str:
    """An address on one line; nothing in it is escaped (RFC 5545, 3.3.13)."""
    return "".join(_text(address).split())
