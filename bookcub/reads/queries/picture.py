"""A club along its book, as a drawing: everything across is in percent, so that it is as wide as its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import pgettext

from bookcub.core.languages.direction import isolated
from bookcub.reads.models import Milestone
from bookcub.reads.planning import Contents, PlannedBook, Unit
from bookcub.reads.queries.privacy import Shown
from bookcub.web.enumeration import enumerated_text

LEFT, RIGHT = 5.0, 95.0  # where the line begins and ends, in percent
CLOSE = 9.0  # faces nearer than this stand together
TICKS_MAX = 60  # with more chapters only every so many-th has a tick


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the line."""

    x: str
    is_there: bool = True
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class ReaderFace:
    """One or several people at about the same place."""

    x: str
    text: str
    names: str
    is_me: bool
    is_group: bool


@dataclass(frozen=True, slots=True)
class BookPicture:
    """The book as a line; the people stand on it."""

    start: str
    there: str  # as far as it is written
    end: str
    ticks: Sequence[Mark]
    flags: Sequence[Mark]
    faces: Sequence[ReaderFace]

    @property
    def is_unfinished(self) -> bool:
        return self.there != self.end


def picture(
    book: PlannedBook,
    milestones: Iterable[Milestone],
    shown: Sequence[Shown],
    *,
    next_upto: int | None,
    contents: Contents,
) -> BookPicture | None:
    """The drawing of a read; None where there is nothing to draw a line of."""
    rows = list(milestones)
    length = max([book.total, *(row.upto for row in rows)])
    if length < 1:
        return None
    line = _Line(book, length)
    return BookPicture(
        start=_percent(LEFT),
        there=_percent(line.at(book.last_there)),
        end=_percent(RIGHT),
        ticks=line.ticks(contents),
        flags=[
            Mark(_percent(line.at(row.upto)), book.is_there(row.upto), row.upto == next_upto)
            for row in rows
        ],
        faces=line.faces(shown),
    )


class _Line:
    def __init__(self, book: PlannedBook, length: int) -> None:
        self.book = book
        self.length = length
        # Pages are all alike, and places by share far too many to be added up one by one.
        self.sums: Sequence[int] = (
            range(length + 1)
            if book.unit is Unit.PAGE
            else [0, *accumulate(book.weights(0, length))]
        )

    def at(self, upto: int, *, is_inside: bool = False) -> float:
        """Where the end of a place is, or the middle of what follows it."""
        upto = min(upto, self.length)
        here = float(self.sums[upto])
        if is_inside and upto < self.length:
            here = (here + self.sums[upto + 1]) / 2
        return LEFT + (RIGHT - LEFT) * here / self.sums[-1]

    def ticks(self, contents: Contents) -> list[Mark]:
        if self.book.unit is Unit.PAGE:
            every = -(-len(contents.begins) // TICKS_MAX) or 1
            return [
                Mark(_percent(self.at(begins))) for begins in contents.begins[::every] if begins
            ]
        every = -(-self.length // TICKS_MAX)
        return [
            Mark(_percent(self.at(number)), self.book.is_there(number))
            for number in range(every, self.length, every)
        ]

    def faces(self, shown: Sequence[Shown]) -> list[ReaderFace]:
        placed = sorted(
            ((self.at(one.place.upto, is_inside=one.place.is_inside), one) for one in shown),
            key=lambda pair: (pair[0], pair[1].name.casefold(), pair[1].membership),
        )
        groups: list[list[tuple[float, Shown]]] = []
        for place, one in placed:
            if groups and place - groups[-1][0][0] < CLOSE:
                groups[-1].append((place, one))
            else:
                groups.append([(place, one)])
        return [_face(group) for group in groups]


def _face(group: Sequence[tuple[float, Shown]]) -> ReaderFace:
    people = sorted((one for _, one in group), key=lambda one: (not one.is_me, one.name.casefold()))
    middle = sum(place for place, _ in group) / len(group)
    is_me = people[0].is_me
    first = pgettext("on one’s own face", "You") if is_me else initials(people[0].name)
    return ReaderFace(
        x=_percent(middle),
        text=first if len(people) == 1 else str(len(people)),
        names=enumerated_text(
            [pgettext("among names", "you") if one.is_me else isolated(one.name) for one in people]
        ),
        is_me=is_me,
        is_group=len(people) > 1,
    )


def initials(name: str) -> str:
    """Two letters at most: of two words the first of each, of one word its first two."""
    words = name.split()
    if len(words) > 1:
        return (words[0][:1] + words[-1][:1]).upper()
    return name[:2].capitalize()


def _percent(place: float) -> str:
    return f"{place:.2f}%"
