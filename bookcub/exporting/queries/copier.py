"""Rows of a club as the parts of its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from bookcub.clubs.models import Club, UnknownFields
from bookcub.exporting.queries.books import Shelf
from bookcub.exporting.queries.people import People
from bookcub.formats.club_file import FilePart
from bookcub.formats.club_file.copying import part_of
from bookcub.people.models import User

P = TypeVar("P", bound=FilePart)


class Copier:
    """What all parts of a file need: who makes it, its ids, and what this version does not know of it."""

    def __init__(self, club: Club, person: User, address: str) -> None:
        self.club, self.person = club, person
        # Nobody but whoever brought the club in gets this back: nobody knows who else may see it.
        self._more = UnknownFields.of(club, person)
        self.people = People(club, person)
        self.shelf = Shelf(person, address, self._more)
        self.reads: dict[int, str] = {}
        self._ids: Mapping[str, Callable[[Any, str], str]] = {
            "people": lambda row, column: self.people.id_of(getattr(row, f"{column}_id")),
            "works": lambda row, column: self.shelf.work(getattr(row, column)),
            "books": lambda row, column: self.shelf.book(getattr(row, column)),
            "reads": lambda row, column: self.reads.get(getattr(row, f"{column}_id"), ""),
        }

    def part(self, kind: type[P], row: Any, /, **own: Any) -> P:
        """One row: what is not given by name is copied."""
        return part_of(kind, row, self._ids, more=self.more(row), **own)

    def parts(self, kind: type[P], rows: Iterable[Any], /) -> tuple[P, ...]:
        """Some rows, all of them copied."""
        return tuple(self.part(kind, row) for row in rows)

    def more(self, row: Any, of: str = "") -> dict[str, Any]:
        """What the file that the club came from said of a row, or of a thing in it, that this version does not know."""
        return self._more.get(UnknownFields.name_of(row, of), {})
