"""How far one person is in each of many reads: for lines about all their clubs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import QuerySet

from bookcub.clubs.models import Membership
from bookcub.core.database.prepared import prepared
from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress, Place
from bookcub.reads.models import Read, Reader
from bookcub.reads.planning import PlannedBook, PlannedChapter
from bookcub.reads.queries.progress import place_in
from bookcub.works.models import Chapter


def places_now(person: User, reads: Sequence[Read]) -> dict[int, int]:
    """Of each read that has its milestones fetched: up to where the person has read it, as the club's page says it.

    0 where nothing is planned, and where they had read all of it before the club began and read it again. Five queries
    at most.
    """
    planned = [read for read in reads if read.milestones.all()]
    found = {read.pk: 0 for read in reads}
    works = {read.work_id for read in planned if read.work_id}
    if works:
        found |= _in_works(person, [read for read in planned if read.work_id], works)
    if outside := [read.pk for read in planned if not read.work_id]:
        found |= dict(_said(person, outside))
    return found


def _in_works(person: User, reads: Sequence[Read], works: Collection[int]) -> dict[int, int]:
    books, whole = _books(works), set(_read_whole(person, works))
    found = {
        read.pk: place_in(books[read.work_id or 0], whole, set(), _skipped(read)).upto
        for read in reads
    }
    ended = [read for read in reads if found[read.pk] >= books[read.work_id or 0].total]
    if ended:
        places = {place.work_id: place for place in _places(person, works)}
        joined = dict(_joined(person))
        for read in ended:
            since = max(read.made_at, joined.get(read.club_id, read.made_at))
            last = books[read.work_id or 0].parts[-1:]
            if _reads_again(places.get(read.work_id), last, since):
                found[read.pk] = 0
    return found


def _skipped(read: Read) -> int:
    return int(read.seen.get("after", 0))


def _reads_again(place: Place | None, last: Sequence[PlannedChapter], since: datetime) -> bool:
    """Whether they had come to its end before they read it with the club, and not there again since."""
    if place is None or place.finished_at is None or place.finished_at >= since:
        return False
    is_at_end = place.is_through is not False and place.chapter_id in {one.key for one in last}
    return not is_at_end or place.turned_at is None or place.turned_at < since


def _books(works: Collection[int]) -> dict[int, PlannedBook]:
    """The works as a plan sees them, without the words of their chapters. One query."""
    posted: dict[int, dict[int, int]] = defaultdict(dict)
    totals: dict[int, int | None] = {}
    for work, pk, position, total in _posted_chapters(works):
        posted[work][position] = pk
        totals[work] = total
    gap = PlannedChapter(is_there=False)
    return {
        work: PlannedBook(
            tuple(
                PlannedChapter(posted[work][number]) if number in posted[work] else gap
                for number in range(1, max(posted[work], default=0) + 1)
            ),
            planned=totals.get(work),
        )
        for work in works
    }


@prepared
def _posted_chapters(works: Collection[int]) -> QuerySet[Chapter, tuple[int, int, int, int | None]]:
    posted = Chapter.objects.filter(work__in=works, posted_at__isnull=False)
    return posted.values_list("work_id", "pk", "position", "work__chapters_planned")


@prepared
def _read_whole(person: User, works: Collection[int]) -> QuerySet[ChapterProgress, int]:
    read = ChapterProgress.objects.filter(user=person, chapter__work__in=works)
    return read.filter(read_whole_at__isnull=False).values_list("chapter_id", flat=True)


@prepared
def _places(person: User, works: Collection[int]) -> QuerySet[Place]:
    places = Place.objects.filter(user=person, work__in=works)
    return places.only("work_id", "chapter_id", "is_through", "finished_at", "turned_at")


@prepared
def _joined(person: User) -> QuerySet[Membership, tuple[int, datetime]]:
    return Membership.objects.current().filter(user=person).values_list("club_id", "joined_at")


@prepared
def _said(person: User, reads: Collection[int]) -> QuerySet[Reader, tuple[int, int]]:
    """Of books from elsewhere."""
    mine = Reader.objects.filter(membership__user=person, membership__left_at=None, read__in=reads)
    return mine.values_list("read_id", "at")
