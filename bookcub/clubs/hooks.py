"""What the packages above do in the transaction in which somebody leaves a club, and what they know of its days.

A package registers in its `AppConfig.ready`:

    LEAVING.register(resolve_notes, name="notes", owner="comments")
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bookcub.clubs.models import Club, LeftNotes, Membership
from bookcub.core.registry import Registry


class LeavingHook(Protocol):
    """Does with what a member has said in their club what they chose.

    Called while the membership still stands; what it raises keeps them in. The choices are `LeftNotes`:
    everything stays with the name, everything stays without it, or everything becomes theirs alone.
    """

    def __call__(self, *, membership: Membership, choice: LeftNotes) -> object: ...


LEAVING: Registry[LeavingHook] = Registry("hooks for leaving a club")


def run_leaving_hooks(*, membership: Membership, choice: LeftNotes) -> None:
    """Let everybody who keeps something of this member do what was chosen."""
    for hook in LEAVING:
        hook(membership=membership, choice=choice)


NEXT_MEETINGS: Registry[Callable[[Club], datetime | None]] = Registry(
    "answers to when a club meets next"
)


def next_meeting_of(club: Club) -> datetime | None:
    """When the club meets next, if that is known."""
    return min((at for meets_at in NEXT_MEETINGS if (at := meets_at(club))), default=None)
