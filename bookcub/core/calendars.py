"""Calendars as text: events that calendar programs can subscribe to, keep, move and take out again.

Follows RFC 5545 (iCalendar), RFC 5546 (invitations), RFC 7986 (a calendar's name and refreshing) and RFC 6868 (quotes
in names). Moments are written in UTC, which every program turns into its owner's own time without a table of zones;
whole days are written as days, which are the same day everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from bookcub.core.content_lines import folded, parameter, text

PRODUCT = "-//Bookcub//Bookcub//EN"
REFRESH = timedelta(hours=1)  # how often a program that subscribed may ask again


class Answer(StrEnum):
    """What an invited person said (PARTSTAT)."""

    NONE = "NEEDS-ACTION"
    YES = "ACCEPTED"
    MAYBE = "TENTATIVE"
    NO = "DECLINED"


class Status(StrEnum):
    """Whether an event will be."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    """What a program does with a calendar that arrives by mail (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """Who invites or is invited. An address in an event is seen by everybody who gets that event."""

    email: str
    name: str = ""
    answer: Answer = Answer.NONE


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
    organizer: Someone | None = None
    attendees: tuple[Someone, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    status: Status = Status.CONFIRMED

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
    head = (
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",  # what programs older than RFC 7986 read
        f"REFRESH-INTERVAL;VALUE=DURATION:{_duration(REFRESH)}",
        f"X-PUBLISHED-TTL:{_duration(REFRESH)}",
    )
    return _calendar(head, events)


def invitation(event: Event) -> str:
    """Ask the event's attendees to come, or tell them of a change when its sequence has grown (RFC 5546, 3.2.2)."""
    return _message(Method.REQUEST, event)


def cancellation(event: Event) -> str:
    """Take the event out of its attendees' calendars (RFC 5546, 3.2.5); its sequence must have grown."""
    return _message(Method.CANCEL, event)


def _message(method: Method, event: Event) -> str:
    if event.organizer is None or not event.attendees:
        raise ValueError("An invitation needs somebody who invites and somebody invited.")
    return _calendar((f"METHOD:{method}",), [event], method=method)


def _calendar(head: Iterable[str], events: Iterable[Event], *, method: Method | None = None) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", *head]
    for event in events:
        lines += _event(event, method=method)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines)


def _event(event: Event, *, method: Method | None) -> Iterator[str]:
    is_cancelled = method == Method.CANCEL
    yield "BEGIN:VEVENT"
    yield f"UID:{text(event.uid)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_moment(event.changed_at)}"
    yield f"LAST-MODIFIED:{_moment(event.changed_at)}"
    yield from _span(event)
    yield f"SUMMARY:{text(event.summary)}"
    yield f"STATUS:{Status.CANCELLED if is_cancelled else event.status}"
    # What a club does is nobody's business in a calendar shared at work.
    yield "CLASS:PRIVATE"
    # A day to have read something by keeps nobody from anything else.
    yield f"TRANSP:{'TRANSPARENT' if event.is_all_day else 'OPAQUE'}"
    for name, words in (("DESCRIPTION", event.description), ("LOCATION", event.location)):
        if words:
            yield f"{name}:{text(words)}"
    if event.url:
        yield f"URL:{_address(event.url)}"
    if event.organizer is not None:
        yield f"ORGANIZER{_named(event.organizer)}:mailto:{_address(event.organizer.email)}"
    for someone in event.attendees:
        yield f"ATTENDEE{_attending(someone)}:mailto:{_address(someone.email)}"
    for alarm in () if is_cancelled else event.alarms:
        yield from _alarm(alarm)
    yield "END:VEVENT"


def _span(event: Event) -> Iterator[str]:
    for name, at in (("DTSTART", event.starts), ("DTEND", event.ends)):
        if isinstance(at, datetime):
            yield f"{name}:{_moment(at)}"
        elif at is not None:
            yield f"{name};VALUE=DATE:{at:%Y%m%d}"


def _attending(someone: Someone) -> str:
    # Answers are given on the page: nobody reads what a program would mail back.
    return f"{_named(someone)};ROLE=REQ-PARTICIPANT;PARTSTAT={someone.answer};RSVP=FALSE"


def _named(someone: Someone) -> str:
    return f";CN={parameter(someone.name)}" if someone.name else ""


def _alarm(alarm: Alarm) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"TRIGGER:-{_duration(alarm.before)}"
    yield f"DESCRIPTION:{text(alarm.words)}"
    yield "END:VALARM"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _duration(length: timedelta) -> str:
    days, rest = divmod(int(length.total_seconds()), 24 * 60 * 60)
    if not rest:
        return f"P{days}D"
    hours, rest = divmod(rest, 60 * 60)
    minutes, seconds = divmod(rest, 60)
    parts = [
        f"{number}{unit}"
        for number, unit in zip((hours, minutes, seconds), "HMS", strict=True)
        if number
    ]
    return f"P{f'{days}D' if days else ''}T{''.join(parts)}"


def _address(address: str) -> str:
    """An address on one line; nothing in it is escaped (RFC 5545, 3.3.13)."""
    return "".join(address.split())
