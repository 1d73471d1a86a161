"""The works and books of a club as a file describes them."""

from __future__ import annotations

from typing import Any

from bookcub.exporting.queries.copier import Copier, own_fields
from bookcub.formats.club_file.parts import BookOfClub, ChapterOfWork, WorkOfClub
from bookcub.formats.club_file.words import words_of
from bookcub.reads.models import OutsideBook
from bookcub.works.models import Chapter, Work


class Shelf:
    """What the file names: each work and book once, as it is met. Two queries for each work."""

    def __init__(self, copier: Copier) -> None:
        self._copier = copier
        self._readable = Work.objects.visible_to(copier.person)
        self._works: dict[Work, WorkOfClub | None] = {}
        self._books: dict[OutsideBook, BookOfClub] = {}
        copier.ids["works"] = lambda row, column: self.work(getattr(row, column))
        copier.ids["books"] = lambda row, column: self.book(getattr(row, column))

    def work(self, work: Work | None) -> str:
        """The file's name of a work; empty for none, and for one that is closed to whoever makes the file."""
        if work and work not in self._works:
            is_open = self._readable.filter(pk=work.pk).exists()
            self._works[work] = self._copier.part(WorkOfClub, work) if is_open else None
        found = self._works[work] if work else None
        return found.id if found else ""

    def book(self, book: OutsideBook | None) -> str:
        """The file's name of an outside book; empty for none."""
        if book and book not in self._books:
            self._books[book] = self._copier.part(BookOfClub, book)
        return self._books[book].id if book else ""

    @property
    def works(self) -> tuple[WorkOfClub, ...]:
        return tuple(filter(None, self._works.values()))

    @property
    def books(self) -> tuple[BookOfClub, ...]:
        return tuple(self._books.values())


@own_fields.register
def _(book: OutsideBook, copier: Copier) -> dict[str, Any]:
    return {"id": copier.name("b", book)}


@own_fields.register
def _(work: Work, copier: Copier) -> dict[str, Any]:
    listed = work.posted_chapters().order_by("position")
    chapters = listed.only("work", "position", "title", "html")
    return {
        "id": copier.name("w", work),
        "address": f"{copier.address}{work.get_absolute_url()}",
        "source": work.original_url,
        "authors": (work.credit[:100],)
        if work.credit and not work.is_anonymous
        else tuple(pseud.byline[:100] for pseud in work.signers),
        "chapters": copier.parts(ChapterOfWork, chapters),
    }


@own_fields.register
def _(chapter: Chapter, _: Copier) -> dict[str, Any]:
    return {"words": words_of(chapter.html)}
