"""Who may export what."""

from __future__ import annotations

from django.utils.translation import gettext

from bookcub.clubs.models import Club, Membership
from bookcub.people.models import User


def not_yours() -> str:
    """Why somebody may not export a club."""
    return gettext("Only members can export a club. If you would like to join it, ask a host.")


def may_export(person: User, club: Club) -> bool:
    """Any member, and each only what they may see themselves; hosts no more than others."""
    return Membership.objects.current().filter(club=club, user=person).exists()
