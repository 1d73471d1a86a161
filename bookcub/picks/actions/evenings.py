"""When what is open closes unless somebody says otherwise: in an evening of the club, not in its night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from bookcub.clubs.models import Club
from bookcub.core.clock import now
from bookcub.core.zones import zone_named

EVENING = 20  # o’clock


def evening_after(club: Club, days: int) -> datetime:
    """The first evening, where the club meets, after at least so many days."""
    zone = zone_named(club.time_zone)
    least = timezone.localtime(now() + timedelta(days=days), zone)
    evening = least.replace(hour=EVENING, minute=0, second=0, microsecond=0)
    if evening < least:
        evening += timedelta(days=1)
    return evening.astimezone(UTC)
