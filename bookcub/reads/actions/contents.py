"""The chapters of a book that is kept by share. No place, plan or word moves by them: they are names."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from bookcub.reads.actions.chapters import locked
from bookcub.reads.models import OutsideBook, Read
from bookcub.reads.planning import ContentsChapter
from bookcub.reads.queries.chapters import MOST_CHAPTERS
from bookcub.reads.queries.contents import may_take_back, stamp_of, takes_contents


@transaction.atomic
def change_contents(*, read: Read, chapters: Sequence[ContentsChapter], as_of: str) -> bool:
    """Let the book have these chapters.

    False where it takes none (any more), and where others have changed them since they were as the stamp says.
    """
    fresh = locked(read)
    if fresh.book is None or not takes_contents(fresh) or len(chapters) > MOST_CHAPTERS:
        return False
    if as_of != stamp_of(fresh.book.contents):
        return False
    if tuple(chapters) != fresh.book.contents.chapters:
        _store(fresh.book, chapters)
    return True


@transaction.atomic
def take_back_contents(*, read: Read, as_of: str) -> bool:
    """Let them be as they were before the last change, which can be taken back the same way. False once that is old."""
    fresh = locked(read)
    if fresh.book is None or not may_take_back(fresh) or as_of != stamp_of(fresh.book.contents):
        return False
    _store(fresh.book, [ContentsChapter(*each) for each in fresh.book.contents_before])
    return True


def _store(book: OutsideBook, chapters: Sequence[ContentsChapter]) -> None:
    book.contents_before = [[each.title, each.begins] for each in book.contents.chapters]
    book.contents_titles = [each.title for each in chapters]
    book.contents_begins = [each.begins for each in chapters]
    book.contents_changed_at = timezone.now()
    book.save(
        update_fields=[
            "contents_before",
            "contents_titles",
            "contents_begins",
            "contents_changed_at",
        ]
    )
