"""Which chapters of a book from elsewhere can still be typed, and which taken back."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bookcub.reads.models import Read, Reader

MOST_CHAPTERS = 1000
CHANGEABLE_FOR = timedelta(hours=1)


def takes_chapters(read: Read) -> bool:
    """Whether members can add to its chapters: it is counted in them, and was not a work of this archive."""
    book = read.book
    is_typed = book is not None and not book.is_by_share and not book.was_here
    return is_typed and read.is_going_on


def may_change_typed(read: Read, reader: Reader) -> bool:
    """Whether what this reader typed is still the end of the book, not long ago, and they are not there themselves.

    Never whether others are, said or guessed anything there: they may hide it, and this would tell.
    """
    if read.book is None or reader.typed_after is None or reader.typed_at is None:
        return False
    is_last = reader.typed_upto == len(read.book.chapter_titles)
    is_early = timezone.now() < reader.typed_at + CHANGEABLE_FOR
    return takes_chapters(read) and is_last and is_early and reader.at <= reader.typed_after


def typed_titles(read: Read, reader: Reader | None) -> list[str]:
    """What this reader can still change; nothing where they can not."""
    if read.book is None or reader is None or not may_change_typed(read, reader):
        return []
    return list(read.book.chapter_titles[reader.typed_after :])
