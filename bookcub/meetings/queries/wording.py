"""Times and places as a letter would say them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted

from bookcub.core.clock import now
from bookcub.reads.models import Read

DAY_FORMAT = "l j F"
DAY_AND_YEAR_FORMAT = "l j F Y"


def day_words(at: datetime, zone: ZoneInfo) -> str:
    """Say "Friday 27 March", and the year where it is not this one."""
    local = at.astimezone(zone)
    this_year = now().astimezone(zone).year
    return formatted(local, DAY_FORMAT if local.year == this_year else DAY_AND_YEAR_FORMAT)


def time_words(at: datetime, zone: ZoneInfo) -> str:
    return formatted(at.astimezone(zone), "H:i")


def span_words(starts: datetime, minutes_long: int, zone: ZoneInfo) -> str:
    """Say "Friday 27 March, 19:30 to 21:30", with the second day where it is another one."""
    ends = starts + timedelta(minutes=minutes_long)
    same_day = ends.astimezone(zone).date() == starts.astimezone(zone).date()
    until = (
        time_words(ends, zone) if same_day else f"{day_words(ends, zone)}, {time_words(ends, zone)}"
    )
    return f"{day_words(starts, zone)}, {time_words(starts, zone)} to {until}"


def zone_words(zone: ZoneInfo, at: datetime | None = None) -> str:
    """Say "New York (UTC−5)": the city of a zone, and how far it is from UTC at a moment."""
    city = zone.key.rsplit("/", maxsplit=1)[-1].replace("_", " ")
    offset = (at or now()).astimezone(zone).utcoffset() or timedelta(0)
    if zone.key == "UTC":
        return "UTC"
    return f"{city} time, {offset_words(offset)}"


def offset_words(offset: timedelta) -> str:
    """Say "UTC+5:30", "UTC−5", "UTC"."""
    minutes = int(offset.total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def length_words(minutes: int) -> str:
    """Say "45 minutes", "1 hour", "1½ hours", "2 hours 20 minutes"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} minutes"
    if rest == 30:  # noqa: PLR2004  # half an hour
        return f"{hours}½ hours"
    whole = f"{hours} hour{'' if hours == 1 else 's'}"
    return f"{whole} {rest} minutes" if rest else whole


def place_words(read: Read | None, upto: int) -> str:
    """Say how far in its book a meeting's talk goes, in numbers: titles of chapters ahead tell too much."""
    if read is None:
        return ""
    if not upto:
        return "before the beginning"
    return f"up to the end of {'page' if read.counts_pages else 'chapter'} {upto}"
