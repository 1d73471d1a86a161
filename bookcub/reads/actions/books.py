"""Books that are not in this archive."""

from __future__ import annotations

from dataclasses import dataclass, field

from bookcub.reads.models import OutsideBook


@dataclass(frozen=True, slots=True)
class BookFields:
    """An outside book as somebody describes it."""

    title: str
    author: str = ""
    isbn: str = ""
    url: str = ""
    chapter_titles: list[str] = field(default_factory=list)
    page_count: int | None = None


def add_book(fields: BookFields) -> OutsideBook:
    """Keep a book that is not in this archive."""
    return OutsideBook.objects.create(
        title=fields.title,
        author=fields.author,
        isbn=fields.isbn,
        url=fields.url,
        chapter_titles=fields.chapter_titles,
        page_count=fields.page_count,
    )
