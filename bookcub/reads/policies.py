"""Who may do what about what a club reads."""

from __future__ import annotations

from bookcub.clubs.models import Membership
from bookcub.clubs.policies import OF_TWO


def may_plan(membership: Membership, *, members: int) -> bool:
    """Begin and end reads and set their plans: hosts; in a club of two both, without asking."""
    return membership.is_host or (membership.is_current and members <= OF_TWO)
