"""What clubs begun with a story do when a friend comes."""

from __future__ import annotations

from typing import Any

from bookcub.clubs.models import Membership
from bookcub.clubs.signals import member_joined
from bookcub.home.actions.starting_clubs import call_by_both_names


def connect() -> None:
    """Listen; called when the program starts."""
    member_joined.connect(a_friend_has_come, dispatch_uid="home.a_friend_has_come")


def a_friend_has_come(sender: object, *, membership: Membership, **_: Any) -> None:
    """A club that was called by its book is called by both."""
    call_by_both_names(club=membership.club)
