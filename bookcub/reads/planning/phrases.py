"""Numbers and days as a letter would say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905  # reads as it counts
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def number(count: int) -> str:
    """Small numbers as words."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def counted(count: int, thing: str) -> str:
    """Say "two chapters", "one page", "40 pages"."""
    return f"{number(count)} {thing}{'' if count == 1 else 's'}"


def day(when: date, today: date | None) -> str:
    """Say "14 March", and the year where it is not this one."""
    year = "" if today and when.year == today.year else f" {when.year}"
    return f"{when.day} {MONTHS[when.month - 1]}{year}"


def sentence(words: str) -> str:
    """The words with a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


def listed(names: Sequence[str]) -> str:
    """Say "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def places(numbers: Sequence[int], unit: str) -> str:
    """Say "chapter 9", "chapters 9 and 10", "chapters 9 to 12"."""
    if len(numbers) == 1:
        return f"{unit} {numbers[0]}"
    apart = numbers[-1] - numbers[0]
    if apart > 1 and apart == len(numbers) - 1:
        return f"{unit}s {numbers[0]} to {numbers[-1]}"
    return f"{unit}s {listed([str(one) for one in numbers])}"
