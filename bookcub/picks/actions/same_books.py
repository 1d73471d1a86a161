"""Whether two outside books are one."""

from __future__ import annotations

from bookcub.reads.actions.books import BookFields
from bookcub.reads.models import OutsideBook


def is_same(one: OutsideBook, other: OutsideBook | BookFields) -> bool:
    """The same ISBN; or, where one has none, the same title and author, however they are written."""
    if one.isbn and other.isbn:
        return one.isbn == other.isbn
    return _folded(one.title, one.author) == _folded(other.title, other.author)


def _folded(*words: str) -> list[list[str]]:
    return [each.casefold().split() for each in words]
