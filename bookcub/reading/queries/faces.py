"""The faces of a person's page: what its tabs lead to."""

from __future__ import annotations

from bookcub.people.models import Pseud, User
from bookcub.web.blurb import Link


def faces_of(owner: User, pseud: Pseud | None = None) -> list[Link]:
    """Links for the account, or for one of its names; lists belong to the account."""
    address = (pseud or owner).get_absolute_url()
    return [
        Link("Newest", address),
        Link("Works", f"{address}/works"),
        Link("Series", f"{address}/series"),
        Link("Bookmarks", f"{address}/bookmarks"),
        Link("Lists", f"{owner.get_absolute_url()}/lists"),
    ]
