"""The days that a question names: "what did Bo say in October", "last week", "seit März 2024".

    days_named("What did Bo say in October?", date(2026, 11, 30))  # 1 to 31 October 2026; "What did Bo say ?"

Months are known by their names in English and in the language of whoever asks. A month or a year only counts where a word
like "in" or "since" leads it, or where both stand together: "about October" is about a word. Nothing here raises on any text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import MONTHS
from django.utils.translation import get_language, override

from bookcub.core.text.tokens import listed
from bookcub.memory.recall.asked import Word, without, words_of
from bookcub.memory.recall.stems import fold

FIRST_YEAR = 2000  # what is earlier is more likely in a book than in a club
DECEMBER = 12

# Folded as by :func:`bookcub.memory.recall.stems.fold`.
_IN = listed("in during im wahrend")
_SINCE = listed("since seit")
_UNTIL = listed("until till bis")
_BEFORE = listed("before vor")
_LEADING = _IN | _SINCE | _UNTIL | _BEFORE
_THIS = listed("this diese dieser diesen diesem dieses")
_LAST = listed(
    "last previous letzte letzter letzten letztem letztes vorige voriger vorigen vorigem voriges"
)
_WEEK, _MONTH, _YEAR = listed("week woche"), listed("month monat"), listed("year jahr jahre")
_TODAY, _YESTERDAY = listed("today heute"), listed("yesterday gestern")
_ABOUT = listed("about regarding uber")


@dataclass(frozen=True, slots=True)
class NamedDays:
    """From the first to the last of these days, either of which may be open, and what else is asked for."""

    since: date | None
    until: date | None
    rest: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The days that the words from `start` to before `end` stand for."""

    first: date
    last: date
    start: int
    end: int


def days_named(typed: str, today: date) -> NamedDays | None:
    """The first days that the question names; None where it names none, or only such as are to come."""
    words = words_of(typed)
    folded = [word.folded for word in words]
    for at in range(len(words)):
        found = _relative(folded, at, today) or _month(folded, at, today) or _year(folded, at)
        if found and found.first <= today and _before(folded, found) not in _ABOUT:
            return _named(typed, words, found)
    return None


def _named(typed: str, words: Sequence[Word], found: _Stretch) -> NamedDays:
    leading = _before([word.folded for word in words], found)
    taken = {*range(found.start, found.end)}
    if leading in _LEADING:
        taken.add(found.start - 1)
    rest = without(typed, words, taken)
    if leading in _SINCE:
        return NamedDays(found.first, None, rest)
    if leading in _UNTIL:
        return NamedDays(None, found.last, rest)
    if leading in _BEFORE:
        return NamedDays(None, found.first - timedelta(days=1), rest)
    return NamedDays(found.first, found.last, rest)


def _before(folded: Sequence[str], found: _Stretch) -> str:
    return folded[found.start - 1] if found.start else ""


def _relative(folded: Sequence[str], at: int, today: date) -> _Stretch | None:
    """Today, yesterday, this and last week, month and year."""
    if folded[at] in _TODAY:
        return _Stretch(today, today, at, at + 1)
    if folded[at] in _YESTERDAY:
        day = today - timedelta(days=1)
        return _Stretch(day, day, at, at + 1)
    if folded[at] not in _THIS | _LAST or at + 1 == len(folded):
        return None
    return _this_or_last(folded[at + 1], at, today, is_last=folded[at] in _LAST)


def _this_or_last(what: str, at: int, today: date, *, is_last: bool) -> _Stretch | None:
    if what in _WEEK:
        monday = today - timedelta(days=today.weekday() + (7 if is_last else 0))
        return _Stretch(monday, monday + timedelta(days=6), at, at + 2)
    if what in _MONTH:
        day = today.replace(day=1) - timedelta(days=1 if is_last else 0)
        return _of_month(day.year, day.month, at, at + 2)
    return _of_year(today.year - is_last, at, at + 2) if what in _YEAR else None


def _month(folded: Sequence[str], at: int, today: date) -> _Stretch | None:
    """A month: of the year behind it, else the latest that has begun, or of "last October" that is over."""
    month = _months().get(folded[at])
    if month is None:
        return None
    if at + 1 < len(folded) and (year := _as_year(folded[at + 1])):
        return _of_month(year, month, at, at + 2)
    leading = folded[at - 1] if at else ""
    if leading in _LAST:
        return _of_month(today.year - (month >= today.month), month, at - 1, at + 1)
    if leading in _LEADING:
        return _of_month(today.year - (month > today.month), month, at, at + 1)
    return None


def _year(folded: Sequence[str], at: int) -> _Stretch | None:
    """A year behind "in", or behind "im Jahr"."""
    year = _as_year(folded[at])
    start = at - 1 if at and folded[at - 1] in _YEAR else at
    if year is None or not start or folded[start - 1] not in _LEADING:
        return None
    return _of_year(year, start, at + 1)


def _as_year(word: str) -> int | None:
    is_one = len(word) == 4 and word.isascii() and word.isdecimal()  # noqa: PLR2004  # digits
    return int(word) if is_one and int(word) >= FIRST_YEAR else None


def _of_year(year: int, start: int, end: int) -> _Stretch:
    return _Stretch(date(year, 1, 1), date(year, DECEMBER, 31), start, end)


def _of_month(year: int, month: int, start: int, end: int) -> _Stretch:
    following = date(year, DECEMBER, 31) if month == DECEMBER else date(year, month + 1, 1)
    last = following if month == DECEMBER else following - timedelta(days=1)
    return _Stretch(date(year, month, 1), last, start, end)


def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for language in ("en", get_language() or "en"):
        with override(language):
            found |= {fold(str(name)): number for number, name in MONTHS.items()}
    return found
