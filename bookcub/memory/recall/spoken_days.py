"""Days as people say them, from where they stand: "yesterday", "two weeks ago", "last summer", "on Tuesday".

Words of English and German, folded as by :func:`bookcub.memory.recall.stems.fold`; weekdays also in the language of whoever
asks. Who says "a week ago" means a day or two more or less. Nothing here raises on any text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, override

from bookcub.core.text.tokens import listed
from bookcub.memory.recall.stems import fold

FIRST_YEAR, LAST_YEAR = 2000, 2999  # what is earlier is more likely in a book than in a club
JANUARY, DECEMBER, MONTHS_OF_A_YEAR = 1, 12, 12
A_WEEK, A_MONTH, A_YEAR = timedelta(days=7), timedelta(days=31), timedelta(days=365)
MORE_OR_LESS = timedelta(days=3)  # a week ago
A_FEW = (2, 6)  # of whatever it is

THE = listed("the den dem der die das")
LAST = listed(
    "last previous letzte letzter letzten letztem letztes vorige voriger vorigen vorigem voriges"
)
_PAST = listed("past vergangene vergangenen vergangener vergangenes")
_THIS = listed("this diese dieser diesen diesem dieses")
_AT = listed("at on over am")
_SINCE = listed("since seit until till bis")
_IN_A_SEASON = _SINCE | listed("in during im wahrend before vor")
_DAYS, _WEEKS = listed("day days tag tage tagen"), listed("week weeks woche wochen")
_MONTHS, _YEARS = (
    listed("month months monat monate monaten"),
    listed("year years jahr jahre jahren"),
)
_PLURALS = listed("days tage tagen weeks wochen months monate monaten years jahre jahren")
_LENGTHS = ((_DAYS, timedelta(days=1)), (_WEEKS, A_WEEK), (_MONTHS, A_MONTH), (_YEARS, A_YEAR))
_TODAY, _YESTERDAY = listed("today tonight heute"), listed("yesterday gestern")
_TIMES_OF_DAY = listed("morning afternoon evening night morgen vormittag nachmittag abend nacht")
_WEEKEND = listed("weekend wochenende")
_RECENTLY = listed("recently lately neulich kurzlich")
_AGO, _BEFORE = listed("ago"), listed("vor")
_FEW = listed("few some several paar einige einigen")
_NUMBERS = {
    **dict.fromkeys(listed("a an one ein eine einem einer einen"), 1),
    **dict.fromkeys(listed("couple two zwei"), 2), **dict.fromkeys(listed("three drei"), 3),
    **dict.fromkeys(listed("four vier"), 4), **dict.fromkeys(listed("five funf"), 5),
    **dict.fromkeys(listed("six sechs"), 6), **dict.fromkeys(listed("seven sieben"), 7),
    **dict.fromkeys(listed("eight acht"), 8), **dict.fromkeys(listed("nine neun"), 9),
    **dict.fromkeys(listed("ten zehn"), 10), **dict.fromkeys(listed("eleven elf"), 11),
    **dict.fromkeys(listed("twelve zwolf"), 12),
}  # fmt: skip
_SEASONS = {  # the month in which each begins where January is in winter
    "spring": 3, "fruhling": 3, "fruhjahr": 3, "summer": 6, "sommer": 6,
    "autumn": 9, "fall": 9, "herbst": 9, "winter": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayStretch:
    """The days that the words from `start` to before `end` stand for."""

    first: date
    last: date
    start: int
    end: int
    is_about: bool = False  # "about" before it makes it no word to look for


def spoken_days(
    folded: Sequence[str], at: int, today: date, *, is_southern: bool
) -> DayStretch | None:
    """The days that are named from this word on. `is_southern` where January is in summer."""
    return (
        _day(folded, at, today)
        or _ago(folded, at, today)
        or _past(folded, at, today)
        or _this_or_last(folded, at, today)
        or _weekday(folded, at, today)
        or _weekend(folded, at, today)
        or _season(folded, at, today, is_southern=is_southern)
    )


def of_year(year: int, start: int, end: int) -> DayStretch:
    return DayStretch(date(year, JANUARY, 1), date(year, DECEMBER, 31), start, end)


def of_months(year: int, month: int, start: int, end: int, *, number: int = 1) -> DayStretch:
    """So many months from this one on."""
    return DayStretch(
        date(year, month, 1), _first_of(year, month + number) - timedelta(days=1), start, end
    )


def as_year(word: str) -> int | None:
    """The year, if it is one of a club."""
    is_one = len(word) == 4 and word.isascii() and word.isdecimal()  # noqa: PLR2004  # digits
    return int(word) if is_one and FIRST_YEAR <= int(word) <= LAST_YEAR else None


def _first_of(year: int, month: int) -> date:
    """Of a month that may be counted on beyond its year, or back."""
    years, month = divmod(month - 1, MONTHS_OF_A_YEAR)
    return date(year + years, month + 1, 1)


def _word(folded: Sequence[str], at: int) -> str:
    return folded[at] if 0 <= at < len(folded) else ""


def _day(folded: Sequence[str], at: int, today: date) -> DayStretch | None:
    """Today, yesterday, the day before it, or lately; with a time of the day, which says no more."""
    word, following = folded[at], _word(folded, at + 1)
    if word in _RECENTLY or (word in _BEFORE and following == "kurzem"):
        return DayStretch(today - A_MONTH, today, at, at + 1 + (word in _BEFORE))
    before = 0
    end = at + 1
    if word == "vorgestern":
        before = 2
    elif [*folded[at : at + 3]] == ["day", "before", "yesterday"]:
        before, end = 2, at + 3
    elif word in _YESTERDAY or (word in LAST and following in _TIMES_OF_DAY):
        before = 1
    elif word not in _TODAY and not (word in _THIS and following in _TIMES_OF_DAY):
        return None
    day = today - timedelta(days=before)
    return DayStretch(day, day, at, end + (_word(folded, end) in _TIMES_OF_DAY))


def _ago(folded: Sequence[str], at: int, today: date) -> DayStretch | None:
    """Two weeks ago, vor zwei Wochen."""
    start = at + 1 if folded[at] in _BEFORE else at
    found = _so_many(folded, start)
    if found is None:
        return None
    least, most, end = found
    is_said = start > at or _word(folded, end + 1) in _AGO
    first, last = _back(_word(folded, end), most, today), _back(_word(folded, end), least, today)
    if not is_said or first is None or last is None:
        return None
    end += 1 if start > at else 2
    return DayStretch(first.first, last.last, at, end, is_about=True)


def _so_many(folded: Sequence[str], at: int) -> tuple[int, int, int] | None:
    """From how many to how many, and where the words for that end: "a few", "ein paar", "12", "a couple of"."""
    word, following = _word(folded, at), _word(folded, at + 1)
    if word in {"a", "ein"} and (following in _FEW or following == "couple"):
        return _so_many(folded, at + 1)
    if word in _FEW:
        return *A_FEW, at + 1
    number = _NUMBERS.get(word, 0)
    if len(word) <= 2 and word.isascii() and word.isdecimal():  # noqa: PLR2004  # digits
        number = int(word)
    if not number:
        return None
    return number, number, at + 1 + (word == "couple" and following == "of")


def _back(unit: str, number: int, today: date) -> DayStretch | None:
    """What lies so many of them back."""
    if unit in _DAYS:
        day = today - timedelta(days=number)
        return DayStretch(day, day, 0, 0)
    if unit in _WEEKS:
        day = today - number * A_WEEK
        return DayStretch(day - MORE_OR_LESS, day + MORE_OR_LESS, 0, 0)
    if unit in _MONTHS:
        first = _first_of(today.year, today.month - number)
        return of_months(first.year, first.month, 0, 0)
    return of_year(today.year - number, 0, 0) if unit in _YEARS else None


def _past(folded: Sequence[str], at: int, today: date) -> DayStretch | None:
    """The last two weeks, the past month, die letzten Tage: up to today."""
    if folded[at] not in LAST | _PAST:
        return None
    _, most, end = _so_many(folded, at + 1) or (0, 0, at + 1)
    unit = _word(folded, end)
    if not most:
        is_many = unit in _PLURALS
        most = A_FEW[1] if is_many else 1
        if not is_many and folded[at] in LAST:
            return None  # last week is one from Monday to Sunday
    for units, length in _LENGTHS:
        if unit in units:
            return DayStretch(today - most * length, today, at, end + 1)
    return None


def _this_or_last(folded: Sequence[str], at: int, today: date) -> DayStretch | None:
    """This and last week, month and year."""
    if folded[at] not in _THIS | LAST:
        return None
    is_last, unit = folded[at] in LAST, _word(folded, at + 1)
    if unit in _WEEKS:
        monday = today - timedelta(days=today.weekday() + (7 if is_last else 0))
        return DayStretch(monday, monday + timedelta(days=6), at, at + 2)
    if unit not in _MONTHS | _YEARS:
        return None
    found = _back(unit, int(is_last), today)
    return found and replace(found, start=at, end=at + 2)


def _weekday(folded: Sequence[str], at: int, today: date) -> DayStretch | None:
    """On Tuesday, last Tuesday, since Tuesday: the latest one before today."""
    weekday = _weekdays().get(folded[at])
    leading = _word(folded, at - 1)
    if weekday is None or leading not in _AT | LAST | _SINCE:
        return None
    day = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    return DayStretch(day, day, at - (leading in LAST), at + 1)


def _weekend(folded: Sequence[str], at: int, today: date) -> DayStretch | None:
    """Last weekend, am Wochenende: the latest that has begun, or the last that is over."""
    leading = _word(folded, at - 1)
    if leading in THE:
        leading = _word(folded, at - 2)
    if folded[at] not in _WEEKEND or leading not in _AT | _THIS | LAST | _SINCE:
        return None
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    if leading in LAST and saturday + timedelta(days=1) >= today:
        saturday -= A_WEEK
    is_taken = leading in _THIS | LAST
    return DayStretch(saturday, saturday + timedelta(days=1), at - is_taken, at + 1)


def _season(folded: Sequence[str], at: int, today: date, *, is_southern: bool) -> DayStretch | None:
    """A season: of the year behind it, else the latest that has begun, or of "last summer" that is over."""
    month = _SEASONS.get(folded[at])
    if month is None:
        return None
    month = (month + 6 - 1) % MONTHS_OF_A_YEAR + 1 if is_southern else month
    if year := as_year(_word(folded, at + 1)):
        return of_months(year, month, at, at + 2, number=3)
    leading = _word(folded, at - 1)
    is_taken = leading in LAST | _THIS
    if leading in THE:
        leading = _word(folded, at - 2)
    if leading not in LAST | _THIS | _IN_A_SEASON:
        return None
    found = of_months(today.year, month, at - is_taken, at + 1, number=3)
    if found.first > today:
        found = of_months(today.year - 1, month, at - is_taken, at + 1, number=3)
    if leading in LAST and found.last >= today:
        found = of_months(found.first.year - 1, month, at - is_taken, at + 1, number=3)
    return found


def _weekdays() -> dict[str, int]:
    found: dict[str, int] = {}
    for language in ("en", get_language() or "en"):
        with override(language):
            found |= {fold(str(name)): number for number, name in WEEKDAYS.items()}
    return found
