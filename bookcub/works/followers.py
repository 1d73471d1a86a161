"""What hangs on a chapter's text and has to move with it, inside the transaction that stores the new text.

An announcement comes too late for that: a process that dies between the commit and the news would leave
places and passages pointing into a text that is gone. A package registers in its `AppConfig.ready`:

    followers.register("places", follow_edit)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bookcub.works.models import Chapter


class Follower(Protocol):
    """Carries something from a chapter's old HTML to its new one. What it raises undoes the save."""

    def __call__(self, *, chapter: Chapter, before: str) -> object: ...


_followers: dict[str, Follower] = {}


def register(name: str, follow: Follower) -> None:
    """Make a follower known. Doing it again replaces it; they are called in the order of their first coming."""
    _followers[name] = follow


def forget(name: str) -> None:
    """Take a follower back."""
    _followers.pop(name, None)


def all_follow(*, chapter: Chapter, before: str) -> None:
    """Let everything follow; the caller holds the lock on the work, and the new text is stored."""
    for follow in _followers.values():
        follow(chapter=chapter, before=before)
