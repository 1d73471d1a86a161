"""Who gets letters about meetings."""

from __future__ import annotations

from bookcub.clubs.models import Involvement, Membership, MembershipQuerySet


def who_wants_letters() -> MembershipQuerySet:
    """Members with an address who have not asked to be left alone by their club, also by one in the trash."""
    return (
        Membership.objects.belonging()
        .filter(user__is_active=True)
        .exclude(user__email="")
        .exclude(involvement=Involvement.NOTHING)
        .select_related("user__preferences", "pseud", "club")
    )
