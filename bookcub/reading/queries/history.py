"""A person's history, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.paginator import Page
from django.db.models import Q, QuerySet

from bookcub.reading.models import Place
from bookcub.reading.queries.blurbs import blurbs, works_by_key
from bookcub.web.blurb import Blurb
from bookcub.works.models import Work

if TYPE_CHECKING:
    from bookcub.people.models import User

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Visited:
    """One line of the history: the work as it is now, or what is left of its name."""

    place: Place
    blurb: Blurb | None  # None when the work is gone or closed to this person
    has_news: bool  # chapters posted since the last visit

    @property
    def title(self) -> str:
        return self.place.work_title

    @property
    def language(self) -> str:
        """Of the title; once the work is gone or closed, nobody says it."""
        return self.blurb.language if self.blurb else ""


def history_rows(person: User, words: str = "") -> QuerySet[Place]:
    """The person's places, those whose title or byline has these words."""
    rows = Place.objects.visible_to(person).order_by("-seen_at", "-pk")
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(work_title__folded__contains=word) | Q(work_byline__folded__contains=word)
        )
    return rows


def history_page(page: Page[Place], person: User) -> list[Visited]:
    """The rows of one page with their blurbs, in a fixed number of queries."""
    ids = [place.work_id for place in page.object_list if place.work_id]
    works = works_by_key(person, ids)
    drawn = dict(zip(works, blurbs(works.values(), person), strict=True))
    return [
        Visited(
            place=place,
            blurb=drawn.get(place.work_id or 0),
            has_news=_is_newer(works.get(place.work_id or 0), place.seen_at),
        )
        for place in page.object_list
    ]


def _is_newer(work: Work | None, seen_at: datetime) -> bool:
    return work is not None and work.revised_at > seen_at
