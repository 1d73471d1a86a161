"""The works and books of a club as a file describes them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from bookcub.clubs.models import UnknownFields
from bookcub.core.text import plain
from bookcub.formats.club_file import BookOfClub, ChapterOfWork, WorkOfClub
from bookcub.formats.club_file.copying import part_of
from bookcub.people.models import User
from bookcub.reads.models import OutsideBook
from bookcub.works.models import Chapter, Work


def words_of(chapter: Chapter) -> str:
    """A SHA-256 of what a chapter says, by which it is known again wherever it stands."""
    return hashlib.sha256(plain(chapter.html).encode()).hexdigest()


class Shelf:
    """What the file names: each work and book once, as it is met. Two queries for each work."""

    def __init__(self, person: User, address: str, more: Mapping[str, dict[str, Any]]) -> None:
        self._more = more
        self.address = address.rstrip("/")
        self._readable = Work.objects.visible_to(person)
        self._works: dict[int, WorkOfClub | None] = {}
        self._books: dict[int, BookOfClub] = {}

    def work(self, work: Work | None) -> str:
        """The file's name of a work; empty for none, and for one that is closed to whoever makes the file."""
        if work is None:
            return ""
        if work.pk not in self._works:
            readable = self._readable.filter(pk=work.pk).exists()
            self._works[work.pk] = self._described(work) if readable else None
        found = self._works[work.pk]
        return found.id if found else ""

    def book(self, book: OutsideBook | None) -> str:
        """The file's name of an outside book; empty for none."""
        if book is None:
            return ""
        if book.pk not in self._books:
            self._books[book.pk] = part_of(
                BookOfClub,
                book,
                {},
                id=f"b{len(self._books) + 1}",
                more=self._more.get(UnknownFields.name_of(book), {}),
            )
        return self._books[book.pk].id

    @property
    def works(self) -> tuple[WorkOfClub, ...]:
        return tuple(each for each in self._works.values() if each)

    @property
    def books(self) -> tuple[BookOfClub, ...]:
        return tuple(self._books.values())

    def _described(self, work: Work) -> WorkOfClub:
        known = sum(each is not None for each in self._works.values())
        chapters = work.posted_chapters().only("position", "title", "html").order_by("position")
        return WorkOfClub(
            id=f"w{known + 1}",
            address=f"{self.address}{work.get_absolute_url()}",
            source=work.original_url,
            title=work.title,
            authors=tuple(pseud.byline[:100] for pseud in work.signers),
            language=work.language,
            chapters=tuple(
                ChapterOfWork(
                    position=each.position,
                    title=each.title,
                    words=words_of(each),
                    more=self._more.get(UnknownFields.name_of(each), {}),
                )
                for each in chapters
            ),
            more=self._more.get(UnknownFields.name_of(work), {}),
        )
