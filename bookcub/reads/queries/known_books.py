"""Books from outside that somebody's clubs read or have read."""

from __future__ import annotations

from bookcub.people.models import User
from bookcub.reads.models import OutsideBook, Read


def book_read_with(person: User, isbn: str) -> OutsideBook | None:
    """The last one with this ISBN in the person's own clubs; what others read is nobody's business. One query."""
    reads = Read.objects.visible_to(person).filter(book__isbn=isbn)
    last = reads.select_related("book").order_by("-made_at", "-pk").first()
    return last.book if last else None
