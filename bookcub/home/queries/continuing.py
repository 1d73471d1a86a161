"""What a person is in the middle of."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left

from bookcub.core.database.prepared import prepared
from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress, Place
from bookcub.reading.queries.horizon import GoOn, going_on, shares_read
from bookcub.reading.queries.works_with import with_creators
from bookcub.works.models import Chapter, Creatorship, Work

LOOKED_INTO = 1000  # characters of a text, to find its first block
_BLOCK = re.compile(r'\bid="(b-\w{8})"')
LOOKED_THROUGH = 40  # newest places; who has left forty works half read looks into the history


@dataclass(frozen=True, slots=True)
class Continuing:
    """One work that waits where it was left."""

    title: str
    language: str
    work_url: str
    byline: str
    url: str
    label: str
    percent: int
    seen_at: datetime
    has_news: bool  # chapters were posted since


def continuing(person: User, *, limit: int) -> list[Continuing]:
    """Works of others that this person has begun and not read to the end, the latest first. Thirteen queries at most."""
    places = _newest_places(person)
    ids = [place.work_id for place in places if place.work_id]
    works = {work.pk: work for work in _posted_works(person, ids)} if ids else {}
    steps = going_on(person, works.values())
    begun = [
        place for place in places if place.work_id in steps and not steps[place.work_id].is_finished
    ]
    begun = _without_openings(begun)[:limit]
    with_creators([works[place.work_id] for place in begun if place.work_id])
    shares = shares_read(person, [works[place.work_id] for place in begun if place.work_id])
    return [
        _line(place, works[place.work_id], steps[place.work_id], shares.get(place.work_id, 0))
        for place in begun
        if place.work_id is not None
    ]


@prepared
def _newest_places(person: User) -> QuerySet[Place]:
    places = Place.objects.visible_to(person).filter(work__isnull=False).select_related("chapter")
    # Their own works they read to look them over.
    others = places.exclude(work__in=Creatorship.objects.works_of(person))
    beyond = Q(furthest_index__gt=0) | Q(read_whole_at__isnull=False)
    read = ChapterProgress.objects.filter(beyond, user=person, chapter__work=OuterRef("work"))
    known = others.annotate(has_read=Exists(read)).only(
        "work_id", "seen_at", "block_id", "chapter__number", "chapter__position"
    )
    return known.order_by("-seen_at", "-pk")[:LOOKED_THROUGH]


def _without_openings(places: list[Place]) -> list[Place]:
    """Without works of which nothing but the first screen was ever seen. One query at most."""
    doubted = [
        place
        for place in places
        if not getattr(place, "has_read", False) and _is_at_beginning(place)
    ]
    begins = dict(_beginnings_of([place.chapter_id for place in doubted])) if doubted else {}
    only_opened = {
        place.pk
        for place in doubted
        if place.block_id in {"", _first_block(begins.get(place.chapter_id or 0, ""))}
    }
    return [place for place in places if place.pk not in only_opened]


def _is_at_beginning(place: Place) -> bool:
    return place.chapter is not None and place.chapter.number in {None, 1}


@prepared
def _beginnings_of(chapters: Collection[int | None]) -> QuerySet[Chapter, tuple[int, str]]:
    beginning = Left("html", LOOKED_INTO)
    return Chapter.objects.filter(pk__in=chapters).values_list("pk", beginning)


def _first_block(html: str) -> str:
    found = _BLOCK.search(html)
    return found[1] if found else ""


@prepared
def _posted_works(person: User, works: Collection[int]) -> QuerySet[Work]:
    posted = Work.objects.visible_to(person).posted().filter(pk__in=works)
    return posted.only("title", "language", "credit", "is_anonymous", "revised_at", "word_count")


def _line(place: Place, work: Work, step: GoOn, share: int) -> Continuing:
    return Continuing(
        title=work.title,
        language=work.language,
        work_url=work.get_absolute_url(),
        byline=work.byline,
        url=step.url,
        label=step.label,
        percent=share,
        seen_at=place.seen_at,
        has_news=work.revised_at > place.seen_at,
    )
