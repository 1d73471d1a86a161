"""What a club has in hand, as a page about its doors tells it: a package above knows that.

It registers in its `AppConfig.ready`:

    CURRENT_BOOKS.register(going_on_for, name="reads", owner="reads")
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookcub.clubs.models import Club
from bookcub.core.registry import Registry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class CurrentBook:
    """One of them; a work's title only for those who may open the work."""

    title: str
    byline: str
    url: str
    language: str = ""


BooksOf = Callable[[Club, "User | AnonymousUser"], Sequence[CurrentBook]]
CURRENT_BOOKS: Registry[BooksOf] = Registry("answers to what a club reads")


def current_books(club: Club, person: User | AnonymousUser) -> list[CurrentBook]:
    """All that is going on in the club, as this person may know it."""
    return [book for books_of in CURRENT_BOOKS for book in books_of(club, person)]


def begin_of(club: Club, person: User | AnonymousUser) -> str:
    """The address where somebody begins what the club reads; nothing where it is no work that they may open."""
    return next((book.url for book in current_books(club, person) if book.url), "")
