"""Which works everybody in a club can read."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser

from bookcub.clubs.models import Club, Membership
from bookcub.people.models import User
from bookcub.works.models import Work


def readable_by_all(works: Collection[int], club: Club) -> set[int]:
    """Those of these works that every member of the club can read."""
    posted = Work.objects.posted().filter(pk__in=works)
    open_to_all = set(posted.visible_to(AnonymousUser()).values_list("pk", flat=True))
    closed = set(works) - open_to_all
    if not closed:
        return open_to_all
    members = User.objects.filter(
        memberships__in=Membership.objects.current().filter(club=club)
    ).distinct()
    for member in members:
        # Through each one's own eyes: there is one rule for who may read what, and it is not here.
        seen = Work.objects.visible_to(member).posted().filter(pk__in=closed)
        closed &= set(seen.values_list("pk", flat=True))
        if not closed:
            break
    return open_to_all | closed
