"""The ways to a club's pages."""

from __future__ import annotations

from bookcub.clubs.models import ClubVisibility, Membership
from bookcub.clubs.pages import pages_for
from bookcub.clubs.policies import OF_TWO, may_host
from bookcub.core.page_urls import reverse
from bookcub.web.blurb import Link


def tabs_of(membership: Membership, *, members: int) -> tuple[list[Link], list[Link]]:
    """What stands at the head of a club's pages, and the rest: what two friends seldom need. No query."""
    club, tabs, rest = membership.club, list[Link](), list[Link]()
    is_small = club.visibility == ClubVisibility.PRIVATE and members <= OF_TWO
    for name, page in pages_for(hosts=may_host(membership)):
        link = Link(str(page.title), reverse(name, args=[club.pk]))
        (tabs if page.for_friends or not is_small else rest).append(link)
    return tabs, rest
