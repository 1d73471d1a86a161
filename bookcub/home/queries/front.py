"""What the front page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bookcub.home.queries.continuing import Continuing, continuing
from bookcub.home.queries.opening_excerpt import OpeningExcerpt, opening_of_the_day
from bookcub.reading.queries.blurbs import blurbs
from bookcub.reading.queries.listings import newest_works, tags_in_use
from bookcub.tags.models import Tag, TagKind
from bookcub.web.blurb import Blurb

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

NEWEST = 5
FANDOMS = 12
BEGUN = 3


@dataclass(frozen=True, slots=True)
class FrontPage:
    """`/`."""

    continuing: Sequence[Continuing]
    opening: OpeningExcerpt | None
    newest: Sequence[Blurb]
    fandoms: Sequence[Tag]

    @property
    def is_empty(self) -> bool:
        return not self.newest


def front_page(person: User | AnonymousUser) -> FrontPage:
    """Everything for one visitor; as many queries in a large archive as in a small one."""
    return FrontPage(
        continuing=continuing(person, limit=BEGUN) if person.is_authenticated else [],
        opening=opening_of_the_day(person),
        # Without their tags: who wants those opens the list of works.
        newest=[replace(one, tags=()) for one in blurbs(newest_works(person)[:NEWEST], person)],
        fandoms=list(tags_in_use(TagKind.FANDOM)[:FANDOMS]),
    )
