"""Who may take what along."""

from __future__ import annotations

from bookcub.clubs.models import Club, Membership
from bookcub.people.models import User


def may_export(person: User, club: Club) -> bool:
    """Any member, and each only what they may see themselves; hosts no more than others."""
    return Membership.objects.current().filter(club=club, user=person).exists()
