"""Which nominations of a pick can be chosen: not taken back, still there, and readable by everybody in the club."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.contrib.auth.models import AnonymousUser

from bookcub.clubs.models import Club, Membership, Nomination, Pick
from bookcub.people.models import User
from bookcub.works.models import Work


def choosable(pick: Pick) -> list[Nomination]:
    """The nominations that could be read next, by their numbers."""
    found = list(pick.nominations.standing().select_related("membership__pseud", "work", "book"))
    ids = {each.work_id for each in found if each.work_id is not None}
    readable = readable_by_all(ids, pick.club)
    return [each for each in found if each.work_id is None or each.work_id in readable]


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


def seconds_of(pick: Pick, nominations: Iterable[Nomination]) -> dict[int, int]:
    """How many of those who belong now second each nomination, by its number."""
    counted = {each.number: 0 for each in nominations}
    current = Membership.objects.current().filter(club=pick.club_id)
    rows = pick.nominations.filter(seconds__membership__in=current)
    for number in rows.values_list("number", flat=True):
        if number in counted:
            counted[number] += 1
    return counted
