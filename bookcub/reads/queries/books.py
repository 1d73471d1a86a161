"""A read as a plan sees it: its book, its schedule, its milestones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from bookcub.clubs.models import Club
from bookcub.core import clock
from bookcub.core.database.prepared import prepared
from bookcub.core.zones import zone_named
from bookcub.reads import planning
from bookcub.reads.models import Milestone, PaceKind, Read
from bookcub.reads.planning import (
    WHOLE,
    BookMeasure,
    PlannedBook,
    PlannedChapter,
    Schedule,
    Unit,
)
from bookcub.works.models import Chapter, Work


def today_of(club: Club) -> date:
    """The day it is where the club meets."""
    return clock.now().astimezone(zone_named(club.time_zone)).date()


def book_of(read: Read) -> PlannedBook:
    """What there is to read today, and what is planned, in the numbers of its places.

    One query for a work, none for an outside book.
    """
    if read.is_by_share:
        return PlannedBook.of_pages(WHOLE)
    if read.work_id and read.work:
        return book_of_work(read.work)
    return planned_book_of(read)


def planned_book_of(read: Read) -> PlannedBook:
    """The same as its plan counts it: a book that is kept by share in its pages, or percent, as it was brought.

    Of a work only posted chapters, as its readers count them: no plan waits for a draft that stands between two of them.
    """
    if read.work_id and read.work:
        return without_drafts(book_of_work(read.work))
    if read.book_id and read.book:
        count = read.measure.length
        return PlannedBook.of_pages(count) if read.is_by_share else PlannedBook.of_chapters(count)
    return remembered(read.seen)


def book_of_work(work: Work) -> PlannedBook:
    """A work's posted chapters at their places; drafts are no more there than chapters nobody has begun."""
    posted = {
        position: PlannedChapter(pk, words) for pk, position, words in _posted_chapters(work.pk)
    }
    last = max(posted, default=0)
    gap = PlannedChapter(is_there=False)
    return PlannedBook(
        tuple(posted.get(position, gap) for position in range(1, last + 1)),
        planned=work.chapters_planned,
    )


@prepared
def _posted_chapters(work: int) -> QuerySet[Chapter, tuple[int, int, int]]:
    posted = Chapter.objects.filter(work=work, posted_at__isnull=False)
    return posted.values_list("pk", "position", "word_count")


def without_drafts(book: PlannedBook) -> PlannedBook:
    """A work's posted chapters, in the numbers that their readers see."""
    return replace(book, parts=tuple(part for part in book.parts if part.is_there))


def book_then(read: Read) -> tuple[PlannedBook, BookMeasure]:
    """The book as the plan last knew it, and how the places of its milestones were counted then."""
    book = remembered(read.seen)
    if read.work_id is None:
        return book, read.measure
    return without_drafts(book), BookMeasure.of_chapters(
        drafts=tuple(book.missing(0, len(book.parts)))
    )


def remembered(seen: Mapping[str, Any]) -> PlannedBook:
    """The book that `as_seen` wrote down."""
    parts = tuple(PlannedChapter(key, is_there=key is not None) for key in seen.get("keys", []))
    return PlannedBook(
        parts, planned=seen.get("planned"), unit=Unit(seen.get("unit", Unit.CHAPTER))
    )


def as_seen(read: Read) -> dict[str, Any]:
    """What has to be kept of its book to say later what has changed: chapters at their places, none at a draft's."""
    book = planned_book_of(read) if read.is_by_share else book_of(read)
    keys = [part.key if part.is_there else None for part in book.parts]
    return {"unit": book.unit.value, "keys": keys, "planned": book.planned}


def pace_of(read: Read) -> planning.Pace:
    """How fast the club has agreed to read."""
    amount = read.per_week or 1
    if read.pace == PaceKind.PER_WEEK and not read.is_by_share:
        return planning.Chapters(amount)
    if read.pace in {PaceKind.PAGES, PaceKind.PER_WEEK}:
        return planning.Pages(amount)
    if read.pace == PaceKind.DONE_BY and read.done_by:
        return planning.DoneBy(read.done_by)
    return planning.AsWeGo()


def schedule_of(read: Read, measure: BookMeasure) -> Schedule:
    """Pace, first day and weekday; what is kept beside them in the numbers of its book as it is counted now."""
    # Of chapters the places are kept, of a book by share the pages.
    counted = int if read.is_by_share else measure.number
    return Schedule(
        pace_of(read),
        read.starts_on or today_of(read.club),
        read.weekday,
        after=counted(int(read.seen.get("after", 0))),
        without=frozenset(map(counted, read.seen.get("without", []))),
    )


def planned(
    rows: Iterable[Milestone], book: PlannedBook, measure: BookMeasure
) -> list[planning.PlannedMilestone]:
    """Rows as a plan, in the numbers of the book; each knows the chapter that stands at its place there."""
    numbered = [(measure.number(row.upto), row) for row in rows]
    return [
        planning.PlannedMilestone(number, row.due_on, book.key_at(number), row.is_fixed, row.pk)
        for number, row in numbered
    ]
