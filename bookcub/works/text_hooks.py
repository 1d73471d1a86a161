"""What hangs on a chapter's text and has to move with it, inside the transaction that stores the new text.

An announcement comes too late for that: a process that dies between the commit and the news would leave
places and passages pointing into a text that is gone. A package registers in its `AppConfig.ready`:

    text_hooks.register("places", move_places)
    text_hooks.register_order("meetings", follow_order)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bookcub.core.text import Block
    from bookcub.works.models import Chapter, Work


class TextHook(Protocol):
    """Carries something from a chapter's old blocks to its present ones. What it raises undoes the save."""

    def __call__(self, *, chapter: Chapter, before: Sequence[Block]) -> object: ...


class OrderHook(Protocol):
    """Carries what names chapters by their number to their new numbers. What it raises undoes the change."""

    def __call__(self, *, work: Work, before: Sequence[int], after: Sequence[int]) -> object: ...


_text_hooks: dict[str, TextHook] = {}
_order_hooks: dict[str, OrderHook] = {}


def register(name: str, hook: TextHook) -> None:
    """Make a hook known. Doing it again replaces it; hooks run in the order of their first coming."""
    _text_hooks[name] = hook


def register_order(name: str, hook: OrderHook) -> None:
    """Make known what must know the order of chapters. Doing it again replaces it."""
    _order_hooks[name] = hook


def forget(name: str) -> None:
    """Take the hooks of this name back."""
    _text_hooks.pop(name, None)
    _order_hooks.pop(name, None)


def run_text_hooks(*, chapter: Chapter, before: Sequence[Block]) -> None:
    """Run every text hook; the caller holds the lock on the work, and the new text is stored."""
    for hook in _text_hooks.values():
        hook(chapter=chapter, before=before)


def run_order_hooks(*, work: Work, before: Sequence[int], after: Sequence[int]) -> None:
    """Run every order hook, from one order of chapter ids to another; one that is gone is missing in the second."""
    if list(before) == list(after):
        return
    for hook in _order_hooks.values():
        hook(work=work, before=before, after=after)


def number_after(upto: int, *, before: Sequence[int], after: Sequence[int]) -> int:
    """The number of a chapter up to which everything lies that lay up to `upto` before: never less.

    A number beyond the chapters that were there stays as far beyond them; 0 stays 0.
    """
    if upto > len(before):
        return upto + max(0, len(after) - len(before))
    new = {pk: place for place, pk in enumerate(after, start=1)}
    return max((new[pk] for pk in before[:upto] if pk in new), default=min(upto, 1))
