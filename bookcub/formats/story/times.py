"""Dates and times as archives write them. What cannot be read for certain is None, never a guess."""

import re
from datetime import UTC, date, datetime, timedelta

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_TIME = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    r"(?P<day>\d{1,2})\s+(?P<month>[a-z]{3})[a-z]*\.?\s+(?P<year>\d{4})\s+"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})\s*(?P<half>[ap]m)?\s*(?P<zone>[a-z]{1,5}|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
# Hours from UTC of abbreviations that mean one thing. CST, IST and the like are settled below.
_ZONES: dict[str, float] = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2,
    "EEST": 3, "MSK": 3, "SAST": 2, "CAT": 2, "EAT": 3, "WAT": 1, "PKT": 5, "WIB": 7, "HKT": 8,
    "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13, "NST": -3.5, "NDT": -2.5, "ADT": -3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "SST": -11, "IDT": 3,
}  # fmt: skip
# (abbreviation, a word of the zone's long name): hours from UTC.
_BY_PLACE: dict[str, dict[str, float]] = {
    "CST": {"beijing": 8, "chongqing": 8, "taipei": 8, "urumqi": 8, "": -6},
    "IST": {
        "dublin": 1, "jerusalem": 2, "chennai": 5.5, "kolkata": 5.5, "mumbai": 5.5,
        "new delhi": 5.5, "sri jayawardenepura": 5.5,
    },
    "AST": {"atlantic": -4, "caracas": -4, "puerto rico": -4, "kuwait": 3, "riyadh": 3, "baghdad": 3},
}  # fmt: skip


def read_time(text: str, place: str = "") -> datetime | None:
    """Read "Sat 07 Mar 2026 09:15PM UTC" into UTC; `place` is the zone's long name, if given.

    None if there is no such time in the text or its zone is not known.
    """
    match = _TIME.search(text)
    if match is None or (offset := _offset(match["zone"] or "", place)) is None:
        return None
    hour = int(match["hour"])
    if half := (match["half"] or "").lower():
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        month = _MONTHS[match["month"].lower()]
        local = datetime(
            int(match["year"]), month, int(match["day"]), hour, int(match["minute"]), tzinfo=UTC
        )
        return local - offset
    except (KeyError, ValueError, OverflowError):
        return None


def _offset(zone: str, place: str) -> timedelta | None:
    if numeric := re.fullmatch(r"([+-])(\d{2}):?(\d{2})?", zone):
        minutes = int(numeric[2]) * 60 + int(numeric[3] or 0)
        return timedelta(minutes=-minutes if numeric[1] == "-" else minutes)
    zone, place = zone.upper(), place.lower()
    if zone in _BY_PLACE:
        for word, hours in _BY_PLACE[zone].items():
            if place and place.upper() != zone and (word in place):
                return timedelta(hours=hours)
        return None
    return timedelta(hours=_ZONES[zone]) if zone in _ZONES else None


def read_date(text: str) -> date | None:
    """Read the first "2026-03-07" in the text, as archives and e-books write dates."""
    match = re.search(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)", text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
