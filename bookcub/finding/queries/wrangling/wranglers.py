"""Who puts tags in order, as keepers see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bookcub.people.models import ArchiveRole
from bookcub.tags.models import Tag

MOST = 500


@dataclass(frozen=True, slots=True)
class WranglerLine:
    """Somebody, and which tags are theirs."""

    key: int
    username: str
    fandom: Tag | None  # None: all of them
    given_by: str
    given_at: datetime | None


def wranglers() -> list[WranglerLine]:
    """All of them, by their names. Two queries."""
    roles = list(
        ArchiveRole.objects.of_wranglers()
        .select_related("person", "given_by")
        .order_by("person__username", "pk")[:MOST]
    )
    fandoms = Tag.objects.in_bulk([int(role.scope) for role in roles if role.scope])
    return [
        WranglerLine(
            key=role.pk,
            username=role.person.username,
            fandom=fandoms.get(int(role.scope)) if role.scope else None,
            given_by=role.given_by.username if role.given_by else "",
            given_at=role.given_at,
        )
        for role in roles
    ]
