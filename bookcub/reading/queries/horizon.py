"""How far a person has read: what may be shown to them, and where to go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.utils.translation import gettext

from bookcub.core.text import block_word_counts
from bookcub.reading.models import ChapterProgress, Place, just_opened
from bookcub.works.models import Chapter, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class Horizon:
    """What one person has reached in one work: for each chapter the last block's number."""

    furthest: Mapping[int, int]  # chapter pk -> index of the furthest block, from 0
    last_chapter_id: int | None  # the latest chapter in reading order that was reached

    def has_reached(self, chapter_id: int, block_index: int = 0) -> bool:
        """Whether the person has read up to this block of this chapter."""
        return self.furthest.get(chapter_id, -1) >= block_index


@dataclass(frozen=True, slots=True)
class GoOn:
    """Where a reader goes on: an address, what the link says, and how far they are."""

    url: str
    label: str
    percent: int | None = None  # of the words posted so far
    is_finished: bool = False


def horizon_of(person: User | AnonymousUser, work: Work) -> Horizon:
    """The person's horizon in a work; nothing is reached by guests or without a history."""
    if not person.is_authenticated:
        return Horizon({}, None)
    rows = list(
        ChapterProgress.objects.filter(user=person, chapter__work=work)
        .order_by("chapter__position")
        .values_list("chapter_id", "furthest_index")
    )
    # What is still to be written was opened last.
    fresh = [pk for pk, work_id in just_opened(person).items() if work_id == work.pk]
    last = rows[-1][0] if rows else None
    return Horizon(dict.fromkeys(fresh, 0) | dict(rows), fresh[-1] if fresh and not rows else last)


def going_on(person: User | AnonymousUser, works: Iterable[Work]) -> dict[int, GoOn]:
    """For each work the person has begun, where to go on. Three queries, however many works."""
    ids = [work.pk for work in works]
    if not person.is_authenticated or not ids:
        return {}
    places = (
        Place.objects.filter(user=person, work__in=ids)
        .select_related("chapter", "work")
        .defer("chapter__html", "chapter__notes", "chapter__end_notes", "chapter__summary")
    )
    found = list(places)
    whole = set(
        ChapterProgress.objects.filter(
            user=person,
            chapter__in=[place.chapter_id for place in found if place.chapter_id],
            read_whole_at__isnull=False,
        ).values_list("chapter_id", flat=True)
    )
    read_whole = [place for place in found if place.chapter_id in whole]
    following = _next_chapters(read_whole)
    steps: dict[int, GoOn] = {}
    for place in found:
        is_whole = place.chapter_id in whole
        if place.work and (step := _from(place, is_whole, following.get(place.work.pk))):
            steps[place.work.pk] = step
    return steps


def _next_chapters(read_whole: list[Place]) -> dict[int, Chapter]:
    """Per work the first posted chapter after the one that was read to its end."""
    wanted = Q(pk__in=[])
    for place in read_whole:
        if place.chapter:
            wanted |= Q(work=place.work_id, position__gt=place.chapter.position)
    chapters = (
        Chapter.objects.posted()
        .filter(wanted)
        .order_by("work_id", "position")
        .only("work_id", "position", "number", "title")
    )
    following: dict[int, Chapter] = {}
    for chapter in chapters:
        following.setdefault(chapter.work_id, chapter)
    return following


def _from(place: Place, is_whole: bool, following: Chapter | None) -> GoOn | None:  # noqa: FBT001  # one caller, three facts
    work, chapter = place.work, place.chapter
    if work is None:
        return None
    single = work.chapter_count == 1 and work.chapters_planned == 1
    if chapter is None or not chapter.is_posted:
        return GoOn(work.get_absolute_url(), gettext("Continue reading"))
    if is_whole:
        if following:
            label = gettext("Continue with chapter %(number)s") % {
                "number": following.number or following.position
            }
            return GoOn(following.get_absolute_url(), label)
        return GoOn(work.get_absolute_url(), gettext("Read again"), is_finished=True)
    anchor = f"#{place.block_id}" if place.block_id else ""
    if single:
        return GoOn(f"{work.get_absolute_url()}{anchor}", gettext("Continue reading"))
    label = gettext("Continue in chapter %(number)s") % {
        "number": chapter.number or chapter.position
    }
    return GoOn(f"{chapter.get_absolute_url()}{anchor}", label)


def read_whole(person: User | AnonymousUser, work: Work) -> dict[int, bool]:
    """The work's chapters that this person has read to the end."""
    if not person.is_authenticated:
        return {}
    rows = ChapterProgress.objects.filter(
        user=person, chapter__work=work, read_whole_at__isnull=False
    )
    return dict.fromkeys(rows.values_list("chapter_id", flat=True), True)


def percent_read(person: User | AnonymousUser, work: Work) -> int | None:
    """How much of the posted words lies behind the person's place; None when they have none.

    Reads the text of one chapter: for a work's own page, not for lists.
    """
    if not person.is_authenticated:
        return None
    place = Place.objects.filter(user=person, work=work).select_related("chapter").first()
    if place is None or place.chapter is None or not work.word_count:
        return None
    before: int = (
        work.posted_chapters()
        .filter(position__lt=place.chapter.position)
        .aggregate(words=Sum("word_count", default=0))["words"]
    )
    if place.chapter_id in read_whole(person, work):
        # Who read it to the end and scrolled up again has still read it; other pages count it too.
        return min(100, round(100 * (before + place.chapter.word_count) / work.word_count))
    for block_id, words in block_word_counts(place.chapter.html):
        if block_id == place.block_id:
            break
        before += words
    return min(100, round(100 * before / work.word_count))
