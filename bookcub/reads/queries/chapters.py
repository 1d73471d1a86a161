"""Which chapters of a book from elsewhere can still be typed, and which taken back."""

from __future__ import annotations

from bookcub.reads.models import Read, Reader
from bookcub.reads.queries.kept_places import stands_behind

MOST_CHAPTERS = 1000


def takes_chapters(read: Read) -> bool:
    """Whether members can add to its chapters: it is counted in them, and was not a work of this archive."""
    book = read.book
    is_typed = book is not None and not book.is_by_share and not book.was_here
    return is_typed and read.is_going_on


def may_change_typed(read: Read, reader: Reader) -> bool:
    """Whether what this reader typed is still the end of the book, and nobody is, said or planned anything there."""
    if read.book is None or reader.typed_after is None or not takes_chapters(read):
        return False
    is_last = reader.typed_upto == len(read.book.chapter_titles)
    return is_last and not stands_behind(Read.objects.filter(book=read.book), reader.typed_after)


def typed_titles(read: Read, reader: Reader | None) -> list[str]:
    """What this reader can still change; nothing where they can not."""
    if read.book is None or reader is None or not may_change_typed(read, reader):
        return []
    return list(read.book.chapter_titles[reader.typed_after :])
