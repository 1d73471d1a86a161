"""Calendars as somebody else's reader understands them: `ical`, which shares no line with what writes them."""

from __future__ import annotations

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event


def read_calendar(calendar: str | bytes) -> Calendar:
    """The calendar as it is understood; a test fails over anything that breaks RFC 5545."""
    text = calendar.decode() if isinstance(calendar, bytes) else calendar
    return IcsCalendarStream.calendar_from_ics(text)


def only_event(calendar: str | bytes) -> Event:
    (event,) = read_calendar(calendar).events
    return event
