"""A place to reach by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# A chapter has to be there so many days before it is due: somebody wants to read it, too.
READING_DAYS = 3


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """To the end of this place by this day; no day where a club reads as it goes.

    `by_hand` stays where people have put it. `key` follows its chapter, `row` is whatever its keeper
    knows it by.
    """

    number: int
    due: date | None = None
    key: int | None = None
    by_hand: bool = False
    row: int | None = None
