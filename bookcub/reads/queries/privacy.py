"""What one member may know of where the others are. Pure: no rows, no clock.

Whoever hides their place has it blurred here, before anything is computed from it: two places within the same
blur give the same page to everybody else, so that no page can tell one from the other. A blur always holds at
least two places. About a single hidden member nothing is said at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bookcub.reads.planning import WHOLE, BookMeasure, PlannedBook, Unit

FEWEST = 2  # hidden members of whom something may be said together
PARTS = 20  # of a book that is kept by share
BLUR = {Unit.CHAPTER: 2, Unit.PAGE: 10}  # so many places look alike


@dataclass(frozen=True, slots=True)
class BookPlace:
    """How far somebody is: all of it up to `upto`, and perhaps a part of what follows."""

    upto: int = 0
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class Companion:
    """One who reads along. `shows` is what they chose: None where they were never asked."""

    membership: int
    name: str
    place: BookPlace
    shows: bool | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody whose place may be seen."""

    membership: int
    name: str
    place: BookPlace
    is_me: bool = False


class PairConsent(Enum):
    """What two have said to each other about showing their places."""

    BOTH = "both"
    MINE = "mine"  # I have said yes and wait
    THEIRS = "theirs"  # they would like to, I have not said yes
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Circle:
    """Where everybody is, as one member may know it: in the order of their names."""

    shown: Sequence[Shown]
    hidden: int  # how many of the others keep it to themselves
    past: int = 0  # everybody is past this place; 0 where nothing can be said
    is_past_of_shown: bool = False  # said only of those who show theirs
    pair: PairConsent | None = None  # in a club of two


def circle(
    me: int,
    companions: Sequence[Companion],
    *,
    book: PlannedBook,
    is_pair: bool,
    i_show: bool | None,
    blur: int | None = None,
) -> Circle:
    """What `me` (a membership) may see of those who read along; `i_show` is my own choice.

    In a club of two both have to have said yes. Otherwise who has not chosen shows. `blur` says how many places look
    alike, where that is not what the book's unit says.
    """
    own = [one for one in companions if one.membership == me]
    others = [one for one in companions if one.membership != me]
    if is_pair:
        return _of_two(own, others, i_show=i_show)

    seen = [one for one in others if one.shows is not False]
    blurred = [_blurred(one.place, book, blur) for one in others if one.shows is False]
    shown = _by_name([*own, *seen], me)
    if len(blurred) >= FEWEST:
        places = [*blurred, *(one.place.upto for one in [*own, *seen])]
        return Circle(shown, len(blurred), min(places))
    places = [one.place.upto for one in (seen if blurred else [*own, *seen])]
    past = min(places) if len(places) >= FEWEST else 0
    return Circle(shown, len(blurred), past, is_past_of_shown=bool(blurred))


def _of_two(
    own: Sequence[Companion], others: Sequence[Companion], *, i_show: bool | None
) -> Circle:
    me = own[0].membership if own else 0
    they = [one for one in others if one.shows is True]
    if they and i_show is True:
        both = [*own, *they]
        past = min(one.place.upto for one in both) if len(both) >= FEWEST else 0
        return Circle(_by_name(both, me), 0, past, pair=PairConsent.BOTH)
    if not others:
        return Circle(_by_name(own, me), 0)
    pair = (
        PairConsent.MINE if i_show is True else PairConsent.THEIRS if they else PairConsent.NEITHER
    )
    return Circle(_by_name(own, me), len(others), pair=pair)


def blur_of(measure: BookMeasure) -> int | None:
    """How much of a book that is kept by share looks alike: a twentieth, at least two pages of any edition."""
    if not measure.is_by_share:
        return None
    return max(WHOLE // PARTS, 2 * measure.upto(1) + 2)


def _blurred(place: BookPlace, book: PlannedBook, blur: int | None) -> int:
    """The first of the places that look like this one. The end looks like what is just before it."""
    size = blur or BLUR[book.unit]
    last = max(book.last_there - (blur or 1), 0) // size * size
    return min(place.upto // size * size, last)


def _by_name(companions: Sequence[Companion], me: int) -> list[Shown]:
    """Never in the order of their places: nobody is first or last here."""
    rows = [Shown(one.membership, one.name, one.place, one.membership == me) for one in companions]
    return sorted(rows, key=lambda one: (one.name.casefold(), one.membership))
