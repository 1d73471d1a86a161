"""Times and places as a letter would say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from bookcub.core.clock import now
from bookcub.core.zones import city_of, zone_named
from bookcub.meetings.models import Meeting
from bookcub.meetings.rhythm import Rhythm, next_in_rhythm, nth_in_month
from bookcub.reads.models import Read
from bookcub.reads.planning import BookMeasure, Unit
from bookcub.reads.queries.contents import place_and_chapter
from bookcub.reads.queries.measures import Measures, counted_by_all, number_words
from bookcub.web.dates import as_appointment, as_hour, as_weekday_alone


def span_words(starts: datetime, minutes_long: int, zone: ZoneInfo) -> str:
    """Say "Friday 27 March, 19:30 to 21:30", with the second day where it is another one."""
    ends = starts + timedelta(minutes=minutes_long)
    same_day = ends.astimezone(zone).date() == starts.astimezone(zone).date()
    return gettext("%(start)s to %(end)s") % {
        "start": as_appointment(starts, zone),
        "end": as_hour(ends, zone) if same_day else as_appointment(ends, zone),
    }


def zone_words(zone: ZoneInfo, at: datetime | None = None) -> str:
    """Say "New York (UTC−5)": the city of a zone, and how far it is from UTC at a moment."""
    offset = (at or now()).astimezone(zone).utcoffset() or timedelta(0)
    if zone.key == "UTC":
        return "UTC"
    return gettext("%(city)s time, %(offset)s") % {
        "city": city_of(zone),
        "offset": offset_words(offset),
    }


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
    minutes_words = ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest}
    if not hours:
        return minutes_words
    if rest == 30:  # noqa: PLR2004  # half an hour
        return ngettext("%(n)s½ hour", "%(n)s½ hours", hours + 1) % {"n": hours}
    hours_words = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    if not rest:
        return hours_words
    return gettext("%(hours)s %(minutes)s") % {"hours": hours_words, "minutes": minutes_words}


def following(meeting: Meeting) -> datetime | None:
    """When the next of a meeting that repeats will be; None of what does not repeat."""
    if not meeting.repeats or meeting.planned_at is None or meeting.starts_at is None:
        return None
    zone = zone_named(meeting.club.time_zone)
    after = max(now(), meeting.starts_at)
    return next_in_rhythm(Rhythm(meeting.repeats), meeting.planned_at, zone, after=after)


def rhythm_words(meeting: Meeting, zone: ZoneInfo) -> str:
    """Say "The first Tuesday of every month, next on Tuesday 5 January, 18:00"; nothing of what does not repeat."""
    starts = following(meeting)
    if starts is None or meeting.planned_at is None:
        return ""
    there, rhythm = zone_named(meeting.club.time_zone), Rhythm(meeting.repeats)
    return gettext("%(rhythm)s, next on %(moment)s") % {
        "rhythm": _how_often(rhythm, timezone.localdate(meeting.planned_at, there)),
        "moment": as_appointment(starts, zone),
    }


def _how_often(rhythm: Rhythm, planned: date) -> str:
    if rhythm == Rhythm.WEEKLY:
        return gettext("Every week")
    if rhythm == Rhythm.FORTNIGHTLY:
        return gettext("Every two weeks")
    which = [
        gettext("The first %(weekday)s of every month"),
        gettext("The second %(weekday)s of every month"),
        gettext("The third %(weekday)s of every month"),
        gettext("The fourth %(weekday)s of every month"),
        gettext("The last %(weekday)s of every month"),
    ]
    nth = 5 if rhythm == Rhythm.LAST else nth_in_month(planned)
    return which[nth - 1] % {"weekday": as_weekday_alone(planned)}


def place_words(read: Read | None, upto: int, measure: BookMeasure | None = None) -> str:
    """Say how far in its book a meeting's talk goes, in numbers: titles of chapters ahead tell too much.

    In the measure of whoever reads it; without one, for all alike, as the book was brought.
    """
    if read is None:
        return ""
    if not upto:
        return gettext("nothing to read beforehand")
    measure = measure or counted_by_all(read)
    messages = {
        Unit.CHAPTER: gettext("up to the end of chapter %(n)s"),
        Unit.PAGE: gettext("up to the end of page %(n)s"),
        Unit.SHARE: gettext("up to %(n)s"),
    }
    words = messages[measure.unit] % {"n": number_words(measure, measure.number(upto))}
    return place_and_chapter(words, read, upto, measure)


def talk_of(meeting: Meeting, measures: Measures) -> str:
    """The same of a meeting, for whoever these measures are of."""
    if meeting.read is None:
        return ""
    return place_words(meeting.read, meeting.upto, measures.of(meeting.read))
