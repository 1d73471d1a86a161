"""What all parts of a club that comes in need: the club, its people, works and books by the file's names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from bookcub.clubs.models import Club, Membership, UnknownFields
from bookcub.core.text import clean_comment
from bookcub.formats.club_file import ClubFile, FilePart
from bookcub.formats.club_file.copying import row_of
from bookcub.importing.queries.club_works import WorkHere
from bookcub.people.models import Pseud
from bookcub.picks.models import Nomination, Pick
from bookcub.reads.models import OutsideBook, Read
from bookcub.works.models import Work

M = TypeVar("M", bound=models.Model)

AT_ONCE = 500


@dataclass(slots=True)
class Frame:
    """A club on its way in. `pseuds` are those of its people who have an account here; `goes_on` if all have."""

    file: ClubFile
    club: Club
    pseuds: Mapping[str, Pseud]
    here: Mapping[str, WorkHere]
    goes_on: bool = False
    people: dict[str, Membership] = field(default_factory=dict)
    books: dict[str, OutsideBook] = field(default_factory=dict)
    picks: dict[str, Pick] = field(default_factory=dict)
    nominations: dict[tuple[str, int], Nomination] = field(default_factory=dict)
    reads: dict[str, Read] = field(default_factory=dict)
    unknown: dict[str, dict[str, Any]] = field(default_factory=dict)

    def row(self, model: type[M], part: FilePart, /, **own: Any) -> M:
        """A row, not stored: what is not given by name is copied."""
        rows: Mapping[str, Callable[[str], Any]] = {
            "people": self.who,
            "works": self.work,
            "books": self.books.get,
            "picks": self.picks.get,
            "reads": self.reads.get,
            "html": clean_comment,
            "address": web_address,
        }
        return row_of(model, part, rows, **own)

    def create(self, model: type[M], part: FilePart, /, **own: Any) -> M:
        """Store one."""
        made = self.row(model, part, **own)
        made.save(force_insert=True)
        self.remember(made, part)
        return made

    def create_all(
        self, model: type[M], parts: Iterable[Any], /, once: str = "", **own: Any
    ) -> None:
        """Store many, of those that say the same under the name `once` the last; not what says nothing there."""
        if once:
            parts = {getattr(part, once): part for part in parts if getattr(part, once)}.values()
        told = list(parts)
        rows = [self.row(model, part, **own) for part in told]
        self.store(model, zip(rows, told, strict=True))

    def store(self, model: type[M], pairs: Iterable[tuple[M, FilePart]]) -> None:
        """Store rows of these parts."""
        told = list(pairs)
        model._default_manager.bulk_create([row for row, _ in told], batch_size=AT_ONCE)  # noqa: SLF001  # of any model
        for row, part in told:
            self.remember(row, part)

    def remember(self, row: models.Model, part: FilePart, of: str = "") -> None:
        """Keep what this version does not know of a part, by its row."""
        if part.more:
            self.unknown[UnknownFields.name_of(row, of)] = part.more

    def who(self, name: str) -> Membership | None:
        return self.people.get(name)

    def work(self, name: str) -> Work | None:
        return self.here[name].work if name in self.here else None

    def book(self, part: Any) -> OutsideBook | None:
        """The book that a part names; of a work that is not here the book that stands for it."""
        found = self.books.get(part.book)
        return found or (self.books.get(part.work) if part.work not in self.here else None)


def web_address(address: str) -> str:
    """The address if it is one of the web, else none."""
    return address if address.lower().startswith(("https://", "http://")) else ""
