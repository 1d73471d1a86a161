"""The chapters of a book from elsewhere, typed by its readers as they come to them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from bookcub.clubs.models import Membership
from bookcub.reads.actions.plans import follow_book
from bookcub.reads.models import OutsideBook, Read, Reader
from bookcub.reads.queries.chapters import MOST_CHAPTERS, may_change_typed, takes_chapters


@transaction.atomic
def add_chapters(*, read: Read, by: Membership, titles: Sequence[str], after: int) -> bool:
    """Put these after the last chapter. Nothing that was said or planned shifts.

    False where the book takes none (any more), and where others stand `after` so many chapters meanwhile.
    """
    fresh = locked(read)
    if fresh.book is None or not takes_chapters(fresh):
        return False
    if after != len(fresh.book.chapter_titles):
        return False
    if not titles or after + len(titles) > MOST_CHAPTERS:
        return False
    _store(fresh.book, [*fresh.book.chapter_titles, *titles])
    typed = {
        "typed_after": after,
        "typed_upto": after + len(titles),
        "typed_at": timezone.now(),
    }
    Reader.objects.update_or_create(read=fresh, membership=by, defaults=typed)
    return True


@transaction.atomic
def change_chapters(*, read: Read, by: Membership, titles: Sequence[str], after: int) -> bool:
    """Put other titles in the place of those one typed last, which stand `after` so many chapters, or none.

    False once one may not any more, or has typed others since. What was said, planned or guessed at chapters that
    go stays at its number, and opens when they are typed and read again.
    """
    fresh = locked(read)
    reader = Reader.objects.filter(read=fresh, membership=by).first()
    if fresh.book is None or reader is None or reader.typed_after is None:
        return False
    if after != reader.typed_after:
        return False
    if not may_change_typed(fresh, reader) or after + len(titles) > MOST_CHAPTERS:
        return False
    _store(fresh.book, [*fresh.book.chapter_titles[:after], *titles])
    # Nobody has read to the end of a chapter that comes there later.
    there = Reader.objects.filter(read__book=fresh.book, at__gt=fresh.book.end)
    there.update(at=fresh.book.end)
    reader.typed_after = after if titles else None
    reader.typed_upto = after + len(titles) if titles else None
    reader.save(update_fields=["typed_after", "typed_upto"])
    return True


def locked(read: Read) -> Read:
    """The read with its book as they are now: nobody else types chapters until the transaction ends."""
    Read.objects.select_for_update().filter(pk=read.pk).values_list("pk").first()
    OutsideBook.objects.select_for_update().filter(reads=read).values_list("pk").first()
    return Read.objects.select_related("club", "work", "book").get(pk=read.pk)


def _store(book: OutsideBook, titles: list[str]) -> None:
    book.chapter_titles = titles
    book.save(update_fields=["chapter_titles"])
    for one in Read.objects.going_on().filter(book=book):
        follow_book(read=one)
