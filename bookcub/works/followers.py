"""What hangs on a chapter's text and has to move with it, inside the transaction that stores the new text.

An announcement comes too late for that: a process that dies between the commit and the news would leave
places and passages pointing into a text that is gone. A package registers in its `AppConfig.ready`:

    followers.register("places", follow_edit)
    followers.register_order("meetings", follow_order)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bookcub.core.text import Block
    from bookcub.works.models import Chapter, Work


class Follower(Protocol):
    """Carries something from a chapter's old blocks to its present ones. What it raises undoes the save."""

    def __call__(self, *, chapter: Chapter, before: Sequence[Block]) -> object: ...


class OrderFollower(Protocol):
    """Carries what names chapters by their number to their new numbers. What it raises undoes the change."""

    def __call__(self, *, work: Work, before: Sequence[int], after: Sequence[int]) -> object: ...


_followers: dict[str, Follower] = {}
_order_followers: dict[str, OrderFollower] = {}


def register(name: str, follow: Follower) -> None:
    """Make a follower known. Doing it again replaces it; they are called in the order of their first coming."""
    _followers[name] = follow


def register_order(name: str, follow: OrderFollower) -> None:
    """Make known who follows the order of chapters. Doing it again replaces it."""
    _order_followers[name] = follow


def forget(name: str) -> None:
    """Take the followers of this name back."""
    _followers.pop(name, None)
    _order_followers.pop(name, None)


def all_follow(*, chapter: Chapter, before: Sequence[Block]) -> None:
    """Let everything follow; the caller holds the lock on the work, and the new text is stored."""
    for follow in _followers.values():
        follow(chapter=chapter, before=before)


def all_follow_order(*, work: Work, before: Sequence[int], after: Sequence[int]) -> None:
    """Let everything follow from one order of chapter ids to another; one that is gone is missing in the second."""
    if list(before) == list(after):
        return
    for follow in _order_followers.values():
        follow(work=work, before=before, after=after)


def number_after(upto: int, *, before: Sequence[int], after: Sequence[int]) -> int:
    """The number of a chapter up to which everything lies that lay up to `upto` before: never less.

    A number beyond the chapters that were there stays as far beyond them; 0 stays 0.
    """
    if upto > len(before):
        return upto + max(0, len(after) - len(before))
    new = {pk: place for place, pk in enumerate(after, start=1)}
    return max((new[pk] for pk in before[:upto] if pk in new), default=min(upto, 1))
