"""Days and moments in words: one function for each form, which templates call as filters (`{% load ui %}`).

A moment is told by the clock of the reader, whose zone the request has set, or of a `zone` that is given. The forms are
letters of Django's date filter, so that translators put days, months and years in their order.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import DateFormat
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_AP, WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy

from bookcub.core.clock import now

DAY = pgettext_lazy("form of a date", "j F Y")
SHORT_DAY = pgettext_lazy("form of a date", "j M Y")
DAY_OF_YEAR = pgettext_lazy("form of a date", "j F")
WEEKDAY = pgettext_lazy("form of a date", "l j F Y")
WEEKDAY_ALONE = "l"
WEEKDAY_OF_YEAR = pgettext_lazy("form of a date", "l j F")
SHORT_WEEKDAY = pgettext_lazy("form of a date", "D j M")
HOUR = pgettext_lazy("form of a date", "H:i")
ZONE = "T"
MOMENT = pgettext_lazy("form of a date", "j F Y, H:i")
ZONED_MOMENT = pgettext_lazy("form of a date", "j M Y, H:i T")
EXACT_MOMENT = pgettext_lazy("form of a date", "l j F Y, H:i T")

# What clocks here are set to, where a page's language has a name of its own for it: MEZ is CET in German.
ZONES = {
    "GMT": pgettext_lazy("time zone", "GMT"),
    "WET": pgettext_lazy("time zone", "WET"), "WEST": pgettext_lazy("time zone", "WEST"),
    "CET": pgettext_lazy("time zone", "CET"), "CEST": pgettext_lazy("time zone", "CEST"),
    "EET": pgettext_lazy("time zone", "EET"), "EEST": pgettext_lazy("time zone", "EEST"),
}  # fmt: skip

MINUTE, HOUR_LONG, WEEK = 60, 3600, 7


def as_day(at: date | None, zone: tzinfo | None = None) -> str:
    """Say "27 March 2026"."""
    return _said(at, DAY, zone)


def as_short_day(at: date | None, zone: tzinfo | None = None) -> str:
    """Say "27 Mar 2026", where days stand in a row."""
    return _said(at, SHORT_DAY, zone)


def as_short_weekday(at: date | None, zone: tzinfo | None = None) -> str:
    """Say "Fri 27 Mar", in a row of days."""
    return _said(at, SHORT_WEEKDAY, zone)


def as_day_of_year(at: date | None, zone: tzinfo | None = None) -> str:
    """Say "27 March": of any year."""
    return _said(at, DAY_OF_YEAR, zone)


def as_near_day(at: date | None, zone: tzinfo | None = None, today: date | None = None) -> str:
    """Say "27 March", and the year where it is not this one."""
    return _said(at, DAY_OF_YEAR if _is_this_year(at, zone, today) else DAY, zone)


def as_weekday(at: date | None, zone: tzinfo | None = None, today: date | None = None) -> str:
    """Say "Friday 27 March", and the year where it is not this one."""
    return _said(at, WEEKDAY_OF_YEAR if _is_this_year(at, zone, today) else WEEKDAY, zone)


def as_weekday_alone(at: date | None, zone: tzinfo | None = None) -> str:
    """Say "Friday"."""
    return _said(at, WEEKDAY_ALONE, zone)


def as_hour(at: datetime | None, zone: tzinfo | None = None) -> str:
    """Say "19:30"."""
    return _said(at, HOUR, zone)


def as_zone(at: datetime | None, zone: tzinfo | None = None) -> str:
    """Say "CET", beside an hour."""
    return _said(at, ZONE, zone)


def as_appointment(at: datetime | None, zone: tzinfo | None = None) -> str:
    """Say "Friday 27 March, 19:30", and the year where it is not this one."""
    if at is None:
        return ""
    facts = {"day": as_weekday(at, zone), "time": as_hour(at, zone)}
    return pgettext("form of a date", "%(day)s, %(time)s") % facts


def as_moment(at: datetime | None, zone: tzinfo | None = None) -> str:
    """Say "27 March 2026, 19:30"."""
    return _said(at, MOMENT, zone)


def as_zoned_moment(at: datetime | None, zone: tzinfo | None = None) -> str:
    """Say "27 Mar 2026, 19:30 CET"."""
    return _said(at, ZONED_MOMENT, zone)


def as_exact_moment(at: datetime | None, zone: tzinfo | None = None) -> str:
    """Say "Friday 27 March 2026, 19:30 CET": all there is to know of it."""
    return _said(at, EXACT_MOMENT, zone)


def as_ago(at: datetime) -> str:
    """Say "just now", "3 hours ago", "yesterday", "4 days ago", "tomorrow": up to a week away, then the day.

    Days are those of the reader's calendar; within a day it is hours, and within an hour minutes, whatever the day.
    """
    seconds = int((now() - at).total_seconds())
    days = (timezone.localdate(now()) - timezone.localdate(at)).days
    if abs(seconds) < HOUR_LONG:
        return _minutes(seconds)
    if not days:
        return _hours(seconds)
    return _days(days) if abs(days) < WEEK else as_near_day(at)


def in_scripts() -> dict[str, str | list[str]]:
    """Give scripts the forms of moments, and what the letters in them stand for that is words."""
    return {
        "near": str(SHORT_DAY),
        "zoned": str(ZONED_MOMENT),
        "exact": str(EXACT_MOMENT),
        "M": [str(name).title() for name in MONTHS_3.values()],
        "N": [str(name) for name in MONTHS_AP.values()],
        "F": [str(name) for name in MONTHS.values()],
        "l": [str(name) for name in WEEKDAYS.values()],
    }


def _minutes(ago: int) -> str:
    minutes = abs(ago) // MINUTE
    if not minutes:
        return gettext("just now")
    if ago < 0:
        said = ngettext("in %(number)s minute", "in %(number)s minutes", minutes)
    else:
        said = ngettext("%(number)s minute ago", "%(number)s minutes ago", minutes)
    return said % {"number": minutes}


def _hours(ago: int) -> str:
    hours = abs(ago) // HOUR_LONG
    if ago < 0:
        said = ngettext("in %(number)s hour", "in %(number)s hours", hours)
    else:
        said = ngettext("%(number)s hour ago", "%(number)s hours ago", hours)
    return said % {"number": hours}


def _days(ago: int) -> str:
    if ago == 1:
        return gettext("yesterday")
    if ago == -1:
        return gettext("tomorrow")
    if ago < 0:
        said = ngettext("in %(number)s day", "in %(number)s days", -ago)
    else:
        said = ngettext("%(number)s day ago", "%(number)s days ago", ago)
    return said % {"number": abs(ago)}


def _said(at: date | None, form: str | Promise, zone: tzinfo | None) -> str:
    """Nothing of nothing: templates ask for what may not be there."""
    if not at:
        return ""
    here = _here(at, zone)
    clock = f"{getattr(here, 'tzinfo', '')}{getattr(here, 'fold', '')}"
    return _in_form(here, clock, str(form), get_language())


@lru_cache(maxsize=4096)
def _in_form(here: date, _clock: str, form: str, _language: str | None) -> str:
    # Pages tell the same moments again and again. Equal ones of two zones, or of an hour that comes twice, are told
    # differently.
    return _Form(here).format(form)


class _Form(DateFormat):
    def T(self) -> str:  # noqa: N802  # the letter of Django's
        # Django's has no name in the hour that comes twice, where it matters most.
        named = self.data.tzname() if isinstance(self.data, datetime) else None
        short = named or super().T()
        return str(ZONES.get(short, short))


def _here(at: date, zone: tzinfo | None) -> date:
    if isinstance(at, datetime) and timezone.is_aware(at):
        return timezone.localtime(at, zone)
    return at


def _is_this_year(at: date | None, zone: tzinfo | None, today: date | None) -> bool:
    this = today or timezone.localtime(now(), zone)
    return at is not None and _here(at, zone).year == this.year
