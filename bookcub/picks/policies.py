"""Who may do what about the choosing of the next read."""

from __future__ import annotations

from bookcub.clubs.models import Membership
from bookcub.clubs.policies import OF_TWO, keeps_order
from bookcub.picks.models import Nomination


def may_begin_pick(membership: Membership, *, members: int, by_turns: bool) -> bool:
    """Taking turns needs no host; nor do two friends."""
    return membership.is_host or (membership.is_current and (by_turns or members <= OF_TWO))


def may_steer_pick(membership: Membership, *, members: int) -> bool:
    """Close early, move a deadline, give up: hosts, and in a club of two either."""
    return membership.is_host or (membership.is_current and members <= OF_TWO)


def may_withdraw(membership: Membership, nomination: Nomination) -> bool:
    """Whoever brought it, and hosts who keep order."""
    return keeps_order(membership) or nomination.membership_id == membership.pk
