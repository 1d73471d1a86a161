"""How far a person has read: what may be shown to them, and where to go on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext

from bookcub.core.database.prepared import prepared
from bookcub.core.text import words_before
from bookcub.reading.models import ChapterProgress, Place, just_opened
from bookcub.works.models import Chapter, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

REMEMBERED_FOR = 7 * 24 * 3600  # seconds: a count of words in a text that has not changed


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
    """Where a reader goes on: an address, and what the link says."""

    url: str
    label: str
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
    """For each work the person has begun, where to go on. Two queries, however many works."""
    ids = [work.pk for work in works]
    if not person.is_authenticated or not ids:
        return {}
    found = _places_in(person, ids)
    read_whole = [place for place in found if _is_whole(place)]
    following = _next_chapters(read_whole)
    steps: dict[int, GoOn] = {}
    for place in found:
        # In a chapter that one reads again one goes on where one is.
        is_whole = _is_whole(place) and place.is_through is not False
        if place.work and (step := _from(place, is_whole, following.get(place.work.pk))):
            steps[place.work.pk] = step
    return steps


@prepared
def _places_in(person: User, works: Collection[int]) -> QuerySet[Place]:
    whole = ChapterProgress.objects.filter(
        user=person, chapter=OuterRef("chapter"), read_whole_at__isnull=False
    )
    places = Place.objects.filter(user=person, work__in=works).annotate(is_whole=Exists(whole))
    return places.select_related("chapter", "work").only(
        *("work", "chapter", "block_id", "is_through"),
        *("work__chapter_count", "work__chapters_planned"),
        *(f"chapter__{name}" for name in ("work", "number", "position", "posted_at")),
    )


def _is_whole(place: Place) -> bool:
    """Whether its chapter has been read to the end; of one from `_places_in`."""
    return bool(getattr(place, "is_whole", False))


@prepared
def _read_whole(person: User, chapters: Collection[int]) -> QuerySet[ChapterProgress, int]:
    """Which of these the person has read to the end."""
    read = ChapterProgress.objects.filter(user=person, chapter__in=chapters)
    return read.filter(read_whole_at__isnull=False).values_list("chapter_id", flat=True)


def _next_chapters(read_whole: list[Place]) -> dict[int, Chapter]:
    """Per work the first posted chapter after the one that was read to its end."""
    places = [place for place in read_whole if place.chapter and place.work_id]
    following: dict[int, Chapter] = {}
    if places:
        works = [place.work_id for place in places if place.work_id]
        for chapter in _chapters_after([place.pk for place in places], works):
            following.setdefault(chapter.work_id, chapter)
    return following


@prepared
def _chapters_after(places: Collection[int], works: Collection[int]) -> QuerySet[Chapter]:
    before = Place.objects.filter(
        pk__in=places, work=OuterRef("work"), chapter__position__lt=OuterRef("position")
    )
    chapters = Chapter.objects.posted().filter(Exists(before), work__in=works)
    return chapters.order_by("work_id", "position").only("work_id", "position", "number", "title")


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


def place_reached(person: User, work: Work) -> str:
    """The address of the person's place, if to open it opens nothing new; else nothing."""
    place = Place.objects.filter(user=person, work=work, chapter__posted_at__isnull=False)
    reached = ChapterProgress.objects.filter(user=person, chapter=OuterRef("chapter"))
    here = place.filter(Exists(reached)).select_related("chapter").defer("chapter__html").first()
    if here is None or here.chapter is None:
        return ""
    anchor = f"#{here.block_id}" if here.block_id else ""
    return f"{here.chapter.get_absolute_url()}{anchor}"


def chapter_left(
    person: User | AnonymousUser, chapters: Sequence[Chapter], here: Chapter, was_in: int | None
) -> Chapter | None:
    """Of the work's chapters the one in which the person is, if whoever opens this one jumps: it is not the next.

    `was_in` is the chapter that stands in their row; to be asked before the visit is noted.
    """
    if not person.is_authenticated or not here.is_posted:
        return None
    posted = [one for one in chapters if one.is_posted]
    fresh = [pk for pk, work in just_opened(person).items() if work == here.work_id]
    at = fresh[-1] if fresh else was_in
    number = {one.pk: index for index, one in enumerate(posted)}
    if at not in number or here.pk not in number or number[here.pk] - number[at] in {0, 1}:
        return None
    return posted[number[at]]


def read_whole(person: User | AnonymousUser, work: Work) -> dict[int, bool]:
    """The work's chapters that this person has read to the end."""
    if not person.is_authenticated:
        return {}
    rows = ChapterProgress.objects.filter(
        user=person, chapter__work=work, read_whole_at__isnull=False
    )
    return dict.fromkeys(rows.values_list("chapter_id", flat=True), True)


def percent_read(person: User | AnonymousUser, work: Work) -> int | None:
    """How much of the posted words lies behind the person's place; None when they have none."""
    return shares_read(person, [work]).get(work.pk)


def shares_read(person: User | AnonymousUser, works: Iterable[Work]) -> dict[int, int]:
    """For each work the person has begun, how many percent of its posted words lie behind their place.

    A hundred only where all of them do. At most four queries; a text is read once for each place in it, so
    this is for a few works, not for a page of results.
    """
    by_id = {work.pk: work for work in works if work.word_count}
    if not person.is_authenticated or not by_id:
        return {}
    places = _measured_places(person, list(by_id))
    whole = set(_read_whole(person, [chapter for _, _, chapter, _ in places]))
    before = dict(_words_before_places(person, [work for work, *_ in places])) if places else {}
    # Who read it to the end and scrolled up again has still read it.
    half = {chapter: block for _, block, chapter, _ in places if block and chapter not in whole}
    within = _words_within(half)
    shares = {}
    for work, _, chapter, words in places:
        behind = before.get(work, 0) + (words if chapter in whole else within.get(chapter, 0))
        total = by_id[work].word_count
        shares[work] = 100 if behind >= total else min(99, round(100 * behind / total))
    return shares


@prepared
def _measured_places(
    person: User, works: Collection[int]
) -> QuerySet[Place, tuple[int, str, int, int]]:
    places = Place.objects.visible_to(person).filter(work__in=works, chapter__isnull=False)
    return places.values_list("work", "block_id", "chapter", "chapter__word_count")


@prepared
def _words_before_places(
    person: User, works: Collection[int]
) -> QuerySet[Chapter, tuple[int, int]]:
    """Per work the words of its posted chapters before the person's place."""
    after = Place.objects.visible_to(person).filter(
        work=OuterRef("work"), chapter__position__gt=OuterRef("position")
    )
    counted = Chapter.objects.posted().filter(Exists(after), work__in=works)
    return counted.order_by().values("work").values_list("work", Sum("word_count"))


def _words_within(blocks: Mapping[int, str]) -> dict[int, int]:
    """Per chapter the words before a block of it; counted once for each state of the text."""
    asked = Chapter.objects.filter(pk__in=blocks)
    keys = {
        pk: f"words-before:{pk}:{edited_at.timestamp()}:{blocks[pk]}"
        for pk, edited_at in asked.values_list("pk", "edited_at")
    }
    known = cache.get_many(keys.values())
    unknown = [pk for pk, key in keys.items() if key not in known]
    counted = {
        keys[pk]: _words_before(html, blocks[pk])
        for pk, html in asked.filter(pk__in=unknown).values_list("pk", "html")
    }
    cache.set_many(counted, REMEMBERED_FOR)
    return {pk: (known | counted).get(key, 0) for pk, key in keys.items()}


def _words_before(html: str, block_id: str) -> int:
    try:
        return words_before(html, block_id)
    except KeyError:  # its author is just changing the text
        return 0
