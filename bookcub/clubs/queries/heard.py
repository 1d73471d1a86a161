"""Of whom of a club somebody hears, for what a page has already loaded."""

from __future__ import annotations

from bookcub.clubs.models import Membership
from bookcub.people.models import User


def unheard_in(club: int, person: User | None) -> frozenset[int]:
    """The memberships of whom this person hears nothing, as `Membership.objects.not_heard_by` says. One query."""
    if person is None:
        return frozenset()
    rows = Membership.objects.filter(club=club).not_heard_by(person)
    return frozenset(rows.values_list("pk", flat=True))
