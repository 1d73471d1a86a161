"""What all parts of a club that comes in need: the club, its people, works and books by the file's names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial, singledispatch
from typing import Any, TypeVar

from django.db import models

from bookcub.clubs.models import Club, Membership, UnknownFields
from bookcub.comments.models import Comment, Passage
from bookcub.core.text import clean_comment
from bookcub.formats.club_file.copying import named_in, row_of
from bookcub.formats.club_file.kinds import FilePart, inner_of
from bookcub.formats.club_file.parts import (
    BookOfClub,
    ClubFile,
    NoteOfClub,
    PassageOfNote,
    Person,
    PickOfClub,
    ReadOfClub,
    WorkOfClub,
)
from bookcub.importing.queries.club_works import WorkHere
from bookcub.memory.models import KeptNote
from bookcub.people.models import Pseud
from bookcub.reads.models import OutsideBook, Read
from bookcub.reads.planning import WHOLE, BookMeasure
from bookcub.works.fields import LANGUAGE
from bookcub.works.models import Chapter, Work

M = TypeVar("M", bound=models.Model)

AT_ONCE = 500
FURTHEST = 1_000_000  # chapters or pages
# What becomes of facts in a file that nobody checked.
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)

# What has no column of its name in the row that a part becomes: whoever brings that in says where it goes.
BY_HAND: Mapping[tuple[type[FilePart], type[models.Model]], frozenset[str]] = {
    (Person, Membership): frozenset({"name", "is_unnamed", "is_me"}),
    (ReadOfClub, Read): frozenset({"pick"}),
    (NoteOfClub, Comment): frozenset(
        {"book", "chapter_title", "by", "answers", "announced_until", "passage"}
    ),
    (NoteOfClub, KeptNote): frozenset({"chapter", "answers", "announced_until"}),
    (PassageOfNote, Passage): frozenset({"is_orphan"}),
}


@singledispatch
def own_columns(told: FilePart, _: Frame, /, **above: Any) -> dict[str, Any] | None:
    """What the row of a part holds besides, or otherwise; None where no row is made of it. `above` is what it stands in.

    Each kind of part registers its own.
    """
    return {}


@dataclass(slots=True)
class Frame:
    """A club on its way in. `pseuds` are those of its people who have an account here; `goes_on` if all have."""

    file: ClubFile
    club: Club
    pseuds: Mapping[str, Pseud]
    here: Mapping[str, WorkHere]
    goes_on: bool = False
    rows: dict[type[FilePart], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    unknown: dict[str, dict[str, Any]] = field(default_factory=dict)
    tell: Callable[[int], object] = int  # hears how many rows are stored
    stored: int = 0
    # Of a work that is here, by its key: its chapters by their positions in the file.
    chapters: Mapping[int | None, Mapping[int, Chapter]] = field(init=False)
    languages: Mapping[str, str] = field(init=False)  # of works, by their ids

    def __post_init__(self) -> None:
        self.chapters = {each.work.pk: each.chapters for each in self.here.values()}
        self.languages = {each.id: each.language for each in self.file.works}

    def bring(self, model: type[M], parts: Iterable[FilePart], /, **above: Any) -> None:
        """Store the rows of some parts, and of all that stands in them. `above` is the row that they belong to."""
        pairs = []
        for part in parts:
            own = own_columns(part, self, **above)
            if own is not None:
                pairs.append((self.row(model, part, **above | own), part))
        self.store(model, _fitting(model, pairs))

    def row(self, model: type[M], part: FilePart, /, **own: Any) -> M:
        """A row, not stored: what is not given by name is copied."""
        rows: Mapping[str, Callable[[str], Any]] = {
            "people": self.who,
            "works": self.work,
            "books": partial(self.found, BookOfClub),
            "picks": partial(self.found, PickOfClub),
            "reads": partial(self.found, ReadOfClub),
            "html": clean_comment,
            "address": web_address,
        }
        return row_of(model, part, rows, BY_HAND.get((type(part), model), ()), **own)

    def create(self, model: type[M], part: FilePart, /, **own: Any) -> M:
        """Store one."""
        row = self.row(model, part, **own)
        self.store(model, [(row, part)])
        return row

    def store(self, model: type[M], pairs: Iterable[tuple[M, FilePart]]) -> None:
        """Store rows of these parts, and all that stands in them and has rows of its own."""
        told = list(pairs)
        for start in range(0, len(told), AT_ONCE):
            # Each is a transaction by itself, unless the whole is one: nobody waits long before they may write.
            some = [row for row, _ in told[start : start + AT_ONCE]]
            model._default_manager.bulk_create(some)  # noqa: SLF001  # of any model
            self.stored += len(some)
            self.tell(self.stored)
        for row, part in told:
            self.remember(row, part)
            if name := getattr(part, "id", ""):
                self.rows[type(part)][name] = row
            self._bring_inner(model, row, part)

    def _bring_inner(self, model: type[models.Model], row: models.Model, part: FilePart) -> None:
        by_hand = BY_HAND.get((type(part), model), frozenset())
        for name in [each for each in inner_of(type(part)) if each not in by_hand]:
            relation: Any = model._meta.get_field(named_in(model, name))  # noqa: SLF001  # Django's documented way
            if relation.auto_created:  # rows that point here, and no column
                held = getattr(part, name)
                inner = held if isinstance(held, tuple) else filter(None, [held])
                self.bring(relation.related_model, inner, **{relation.field.name: row})

    def remember(self, row: models.Model, part: FilePart, of: str = "") -> None:
        """Keep what this version does not know of a part, by its row."""
        if part.more:
            self.unknown[UnknownFields.name_of(row, of)] = part.more

    def found(self, kind: type[FilePart], name: str) -> Any:
        """The row of a part that came before, by the file's name; None for none."""
        return self.rows[kind].get(name)

    def who(self, name: str) -> Membership | None:
        found: Membership | None = self.found(Person, name)
        return found

    def work(self, name: str) -> Work | None:
        return self.here[name].work if name in self.here else None

    def book(self, part: Any) -> OutsideBook | None:
        """The book that a part names; of a work that is not here the book that stands for it."""
        found: OutsideBook | None = self.found(BookOfClub, part.book)
        return found or self.found(WorkOfClub, part.work)

    def place(self, upto: int, read: Read | None) -> int:
        """A place as this archive keeps it: older files say pages where newer ones say shares of a book."""
        if read is None or read.book is None or not read.is_by_share:
            return min(upto, FURTHEST)
        if self.file.by_share:
            return min(upto, WHOLE + FURTHEST)
        # Of a book of which they knew nothing they knew one place, its end.
        return BookMeasure.of_pages(read.book.page_count or 1).upto(min(upto, FURTHEST))

    def language(self, part: Any) -> str:
        """Of what a part names: older files say it of the work only."""
        language = str(part.language or self.languages.get(part.work, ""))[:12]
        return language if LANGUAGE.fullmatch(language) else ""


def web_address(address: str) -> str:
    """The address if it is one of the web, else none."""
    return address if address.lower().startswith(("https://", "http://")) else ""


def _fitting(model: type[M], pairs: list[tuple[M, FilePart]]) -> list[tuple[M, FilePart]]:
    """Those that the table takes: nothing of nobody where it needs somebody, and of what it takes once the last."""
    meta: Any = model._meta  # noqa: SLF001  # Django's documented way
    needed = [each.attname for each in meta.concrete_fields if each.is_relation and not each.null]
    pairs = [pair for pair in pairs if all(getattr(pair[0], name) for name in needed)]
    for rule in meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and rule.fields and rule.condition is None:
            names = [meta.get_field(name).attname for name in rule.fields]
            pairs = list({_key(row, names): (row, part) for row, part in pairs}.values())
    return pairs


def _key(row: models.Model, names: list[str]) -> tuple[object, ...]:
    """What is there once; where nothing is said nothing is said twice."""
    values = tuple(getattr(row, name) for name in names)
    return (id(row),) if None in values else values
