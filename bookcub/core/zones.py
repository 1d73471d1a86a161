"""Time zones by their names in the IANA table, and moments by the clocks in them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone


def zone_named(name: str) -> ZoneInfo:
    """The zone of this name; UTC where the system's table does not know it, or no longer."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def city_of(zone: ZoneInfo | str) -> str:
    """Say "New York" of America/New_York."""
    return str(zone).rsplit("/", maxsplit=1)[-1].replace("_", " ")


def current_zone() -> ZoneInfo:
    """The zone in which this page speaks: the reader's own, UTC where none was said."""
    return timezone.get_current_timezone()


def moment_on(wall: datetime, zone: ZoneInfo) -> datetime | None:
    """The absolute moment (UTC) at which clocks of the zone show this naive time; None if they skip it."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == wall else None
