"""What hangs on a chapter's text and has to move with it, inside the transaction that stores the new text.

An announcement comes too late for that: a process that dies between the commit and the news would leave
places and passages pointing into a text that is gone. A package registers in its `AppConfig.ready`:

    TEXT_HOOKS.register(move_places, name="places", owner="reading")
    ORDER_HOOKS.register(follow_order, name="meetings", owner="meetings")

Hooks run in the order in which they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from bookcub.core.registry import Registry

if TYPE_CHECKING:
    from bookcub.core.text import Block
    from bookcub.works.models import Chapter, Work


class TextHook(Protocol):
    """Carries something from a chapter's old blocks to its present ones. What it raises undoes the save."""

    def __call__(self, *, chapter: Chapter, before: Sequence[Block]) -> object: ...


class OrderHook(Protocol):
    """Carries what names chapters by their number to their new numbers. What it raises undoes the change."""

    def __call__(self, *, work: Work, before: Sequence[int], after: Sequence[int]) -> object: ...


TEXT_HOOKS: Registry[TextHook] = Registry("hooks on a chapter's text")
ORDER_HOOKS: Registry[OrderHook] = Registry("hooks on the order of chapters")


def run_text_hooks(*, chapter: Chapter, before: Sequence[Block]) -> None:
    """Run every text hook; the caller holds the lock on the work, and the new text is stored."""
    for hook in TEXT_HOOKS:
        hook(chapter=chapter, before=before)


def run_order_hooks(*, work: Work, before: Sequence[int], after: Sequence[int]) -> None:
    """Run every order hook, from one order of chapter ids to another; one that is gone is missing in the second."""
    if list(before) == list(after):
        return
    for hook in ORDER_HOOKS:
        hook(work=work, before=before, after=after)


def number_after(upto: int, *, before: Sequence[int], after: Sequence[int]) -> int:
    """The number of a chapter up to which everything lies that lay up to `upto` before: never less.

    A number beyond the chapters that were there stays as far beyond them; 0 stays 0.
    """
    if upto > len(before):
        return upto + max(0, len(after) - len(before))
    new = {pk: place for place, pk in enumerate(after, start=1)}
    return max((new[pk] for pk in before[:upto] if pk in new), default=min(upto, 1))
