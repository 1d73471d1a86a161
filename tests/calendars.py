"""Calendars as somebody else's reader understands them."""

from __future__ import annotations

from typing import Any

from icalendar import Calendar


def read_calendar(calendar: str | bytes) -> Any:
    """The calendar as `icalendar` reads it; a test fails over anything that it had to forgive."""
    found = Calendar.from_ical(calendar)
    assert isinstance(found, Calendar)
    assert not found.errors
    for event in found.events:
        assert not event.errors
    return found


def only_event(calendar: str | bytes) -> Any:
    (event,) = read_calendar(calendar).events
    return event
