"""Books from outside that somebody's clubs have read, or been asked to read."""

from __future__ import annotations

from bookcub.people.models import User
from bookcub.picks.models import Nomination
from bookcub.reads.models import OutsideBook
from bookcub.reads.queries.known_books import book_read_with


def book_known_to(person: User, isbn: str) -> OutsideBook | None:
    """The last one with this ISBN in the person's own clubs, unless its suggestion was taken back. Two queries."""
    if book := book_read_with(person, isbn):
        return book
    suggested = Nomination.objects.visible_to(person).filter(book__isbn=isbn, withdrawn_at=None)
    last = suggested.select_related("book").order_by("-pk").first()
    return last.book if last else None
