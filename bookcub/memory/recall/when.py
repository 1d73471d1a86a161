"""The days that a question names: "what did Bo say in October", "two weeks ago", "seit März 2024".

    days_named("What did Bo say in October?", date(2026, 11, 30))  # 1 to 31 October 2026; "What did Bo say ?"

Months are known by their names in English and in the language of whoever asks. A month or a year only counts where a word
like "in" or "since" leads it, where a meeting follows, or where both stand together: "about October" is about a word. Nothing here raises on any text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.utils.dates import MONTHS
from django.utils.translation import get_language, override

from bookcub.core.text.tokens import listed
from bookcub.memory.recall.asked import MEETINGS, Word, without, words_of
from bookcub.memory.recall.spoken_days import (
    LAST,
    THE,
    DayStretch,
    as_year,
    of_months,
    of_year,
    spoken_days,
)
from bookcub.memory.recall.stems import fold

LONGEST_DAY = 2  # digits

# Folded as by :func:`bookcub.memory.recall.stems.fold`.
_IN = listed("in during within im wahrend")
_SINCE = listed("since seit")
_UNTIL = listed("until till bis")
_BEFORE = listed("before vor")
_LEADING = _IN | _SINCE | _UNTIL | _BEFORE
_AT = listed("on at over from am vom")  # of no other meaning, before days
_YEAR = listed("year jahr jahre")
_ABOUT = listed("about regarding uber")
_TALKING = listed("talk talked talking geredet gesprochen")  # about something, and then when
_ORDINAL = listed("st nd rd th")


@dataclass(frozen=True, slots=True)
class NamedDays:
    """From the first to the last of these days, either of which may be open, and what else is asked for."""

    since: date | None
    until: date | None
    rest: str


def days_named(typed: str, today: date, *, is_southern: bool = False) -> NamedDays | None:
    """The first days that the question names; None where it names none, or only such as are to come."""
    words = words_of(typed)
    folded = [word.folded for word in words]
    for at in range(len(words)):
        found = (
            spoken_days(folded, at, today, is_southern=is_southern)
            or _day(folded, at, today)
            or _month(folded, at, today)
            or _year(folded, at)
        )
        if not found or found.first > today:
            continue
        if found.is_about or not _is_subject(folded, found.start):
            return _named(typed, words, found)
    return None


def is_southern(zone: tzinfo, year: int) -> bool:
    """Whether clocks there are put forward for January: then that is in summer."""
    january, july = (datetime(year, month, 1, tzinfo=zone).utcoffset() for month in (1, 7))
    return january is not None and july is not None and january > july


def _named(typed: str, words: Sequence[Word], found: DayStretch) -> NamedDays:
    folded = [word.folded for word in words]
    leading, at = _leading(folded, found.start)
    is_taken = leading in _LEADING | _AT or (leading in _ABOUT and found.is_about)
    if _is_of_meeting(folded, found.end):  # "at yesterday’s meeting": "at" leads the meeting
        end = found.end + (folded[found.end] == "s")
        rest = without(typed, words, {*range(found.start, end)})
    else:
        rest = without(typed, words, {*range(at if is_taken else found.start, found.end)})
    if leading in _SINCE:
        return NamedDays(found.first, None, rest)
    if leading in _UNTIL:
        return NamedDays(None, found.last, rest)
    if leading in _BEFORE:
        return NamedDays(None, found.first - timedelta(days=1), rest)
    return NamedDays(found.first, found.last, rest)


def _is_subject(folded: Sequence[str], start: int) -> bool:
    """Whether it is what is talked about, and not when: "say about spring", but "what did we talk about last week"."""
    leading, at = _leading(folded, start)
    is_of_verb = at > 0 and folded[at - 1] in _TALKING
    return leading in _ABOUT and not is_of_verb


def _leading(folded: Sequence[str], start: int) -> tuple[str, int]:
    """The word before it, of articles the one before these, and where it stands."""
    at = start - 1
    while at > 0 and folded[at] in THE:
        at -= 1
    return (folded[at], at) if at >= 0 else ("", start)


def _is_of_meeting(folded: Sequence[str], end: int) -> bool:
    """Whether a meeting follows: "the August meeting", "yesterday’s meeting"."""
    behind = [*folded[end : end + 2], "", ""]
    return behind[0] in MEETINGS or (behind[0] == "s" and behind[1] in MEETINGS)


def _day(folded: Sequence[str], at: int, today: date) -> DayStretch | None:
    """A day with its month, in either order: "5 October", "the 5th of October 2024", "October 5"; 2024-10-05."""
    if (year := as_year(folded[at])) and at + 2 < len(folded):
        month, day = (_small_number(word) for word in folded[at + 1 : at + 3])
        return _of_day(year, month, day, at, at + 3)
    day, end = _dayof_months(folded, at)
    if day:
        end += end < len(folded) and folded[end] == "of"
        month = _months().get(folded[end], 0) if end < len(folded) else 0
        end += 1
    else:
        month = _months().get(folded[at], 0)
        day, end = _dayof_months(folded, at + 1)
    if not (day and month):
        return None
    if end < len(folded) and (year := as_year(folded[end])):
        return _of_day(year, month, day, at, end + 1)
    found = _of_day(today.year, month, day, at, end)
    return _of_day(today.year - 1, month, day, at, end) if found and found.first > today else found


def _dayof_months(folded: Sequence[str], at: int) -> tuple[int, int]:
    """Which day it is, and where the words for that end; 0 where it is none."""
    word = folded[at] if at < len(folded) else ""
    plain = word[:-2] if word[-2:] in _ORDINAL else word
    return _small_number(plain), at + 1


def _small_number(word: str) -> int:
    return int(word) if len(word) <= LONGEST_DAY and word.isascii() and word.isdecimal() else 0


def _of_day(year: int, month: int, day: int, start: int, end: int) -> DayStretch | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return DayStretch(found, found, start, end)


def _month(folded: Sequence[str], at: int, today: date) -> DayStretch | None:
    """A month: of the year behind it, else the latest that has begun, or of "last October" that is over."""
    month = _months().get(folded[at])
    if month is None:
        return None
    if at + 1 < len(folded) and (year := as_year(folded[at + 1])):
        return of_months(year, month, at, at + 2)
    leading = folded[at - 1] if at else ""
    if leading in LAST:
        return of_months(today.year - (month >= today.month), month, at - 1, at + 1)
    if _leading(folded, at)[0] in _LEADING or _is_of_meeting(folded, at + 1):
        return of_months(today.year - (month > today.month), month, at, at + 1)
    return None


def _year(folded: Sequence[str], at: int) -> DayStretch | None:
    """A year behind "in", or behind "im Jahr"."""
    year = as_year(folded[at])
    start = at - 1 if at and folded[at - 1] in _YEAR else at
    if year is None or _leading(folded, start)[0] not in _LEADING:
        return None
    return of_year(year, start, at + 1)


def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for language in ("en", get_language() or "en"):
        with override(language):
            found |= {fold(str(name)): number for number, name in MONTHS.items()}
    return found
