"""What a person is in the middle of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress, Place
from bookcub.reading.queries.horizon import GoOn, going_on
from bookcub.works.models import Chapter, Creatorship, Work

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
    """Works this person has begun and not read to the end, the latest first. Eight queries."""
    places = list(
        Place.objects.visible_to(person)
        .filter(work__isnull=False)
        .select_related("chapter")
        .only("work_id", "seen_at", "chapter__position", "chapter_id")
        .order_by("-seen_at", "-pk")[:LOOKED_THROUGH]
    )
    creators = Prefetch("creatorships", Creatorship.objects.select_related("pseud__user"))
    works = {
        work.pk: work
        for work in Work.objects.visible_to(person)
        .posted()
        .filter(pk__in=[place.work_id for place in places])
        .defer("notes", "end_notes", "summary")
        .prefetch_related(creators)
    }
    steps = going_on(person, works.values())
    begun = [
        place for place in places if place.work_id in steps and not steps[place.work_id].is_finished
    ][:limit]
    behind = _words_behind(person, begun)
    return [
        _line(place, works[place.work_id], steps[place.work_id], behind.get(place.work_id, 0))
        for place in begun
        if place.work_id is not None
    ]


def _words_behind(person: User, places: Iterable[Place]) -> dict[int, int]:
    """Per work the words of the chapters before the person's place, and of that one if it is read."""
    at = {place.work_id: place for place in places}
    chapters = (
        Chapter.objects.posted()
        .filter(work__in=[pk for pk in at if pk])
        .values_list("pk", "work_id", "position", "word_count")
    )
    read_whole = set(
        ChapterProgress.objects.filter(
            user=person,
            chapter__in=[place.chapter_id for place in at.values() if place.chapter_id],
            read_whole_at__isnull=False,
        ).values_list("chapter_id", flat=True)
    )
    words: dict[int, int] = {}
    for pk, work_id, position, count in chapters:
        here = at[work_id].chapter
        if here is not None and (position < here.position or pk in read_whole):
            words[work_id] = words.get(work_id, 0) + count
    return words


def _line(place: Place, work: Work, step: GoOn, behind: int) -> Continuing:
    return Continuing(
        title=work.title,
        language=work.language,
        work_url=work.get_absolute_url(),
        byline=work.byline,
        url=step.url,
        label=step.label,
        percent=min(99, round(100 * behind / work.word_count)) if work.word_count else 0,
        seen_at=place.seen_at,
        has_news=work.revised_at > place.seen_at,
    )
