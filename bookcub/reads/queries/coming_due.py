"""What is due for one person, over all their clubs: for the desk and for a work's page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from bookcub.clubs.models import Club, Membership
from bookcub.core.database.prepared import prepared
from bookcub.people.models import User
from bookcub.reading.queries.horizon import GoOn, going_on
from bookcub.reads.models import Read, Reader, ReadQuerySet
from bookcub.reads.planning import BookMeasure
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.measures import Measures
from bookcub.reads.queries.own_places import places_now
from bookcub.reads.queries.reads import line_of, with_plans, with_what_a_line_needs
from bookcub.reads.queries.shown_milestones import next_of
from bookcub.works.models import Work


@dataclass(frozen=True, slots=True)
class DueRead:
    """One read that goes on, in one line."""

    read: Read
    club: Club
    next: str  # "Next: to the end of chapter 8, by Friday", or that one is there
    due_on: date | None
    go_on: GoOn | None = None


@dataclass(frozen=True, slots=True)
class YourClub:
    """One club on a person's desk, with what they read along there."""

    club: Club
    reads: Sequence[DueRead]


def your_clubs(person: User) -> list[YourClub]:
    """The clubs somebody belongs to, what is due soonest first. Twelve queries, however many clubs."""
    clubs = _clubs(person)
    if not clubs:
        return []
    rows = with_plans(_reads_in_clubs(person, [club.pk for club in clubs]))
    ids = [read.work_id for read in rows if read.work_id]
    works = _readable(person, ids) if ids else []
    steps = going_on(person, works)
    measures = Measures(person)
    reached = places_now(person, rows)
    due = [
        _due(read, steps.get(read.work_id or 0), measures.of(read), reached[read.pk])
        for read in rows
    ]
    found = [
        YourClub(club, sorted((one for one in due if one.read.club_id == club.pk), key=_soonest))
        for club in clubs
    ]
    return sorted(found, key=_club_order)


def reads_of_work(work: Work, person: User) -> list[DueRead]:
    """The reads of a work that somebody reads along, soonest first. Nine queries."""
    rows = with_plans(_reads_of(person, work.pk))
    measures, reached = Measures(person), places_now(person, rows)
    lines = [_due(read, None, measures.of(read), reached[read.pk]) for read in rows]
    return sorted(lines, key=_soonest)


@prepared
def _clubs(person: User) -> QuerySet[Club]:
    return Club.objects.of(person)


@prepared
def _readable(person: User, works: Collection[int]) -> QuerySet[Work]:
    return Work.objects.visible_to(person).filter(pk__in=works).only("pk")


@prepared
def _reads_in_clubs(person: User, clubs: Collection[int]) -> QuerySet[Read]:
    return _reads_along(person, Read.objects.filter(club__in=clubs))


@prepared
def _reads_of(person: User, work: int) -> QuerySet[Read]:
    return _reads_along(person, Read.objects.filter(work=work))


def _reads_along(person: User, reads: ReadQuerySet) -> QuerySet[Read]:
    """Those that go on and that the person does not sit out."""
    visible = reads.visible_to(person).going_on()
    out = Reader.objects.filter(membership__user=person, sits_out=True)
    mine = Membership.objects.current().filter(user=person)
    kept = visible.exclude(pk__in=out.filter(membership__in=mine).values("read"))
    return with_what_a_line_needs(kept)


def _due(read: Read, go_on: GoOn | None, measure: BookMeasure, reached: int) -> DueRead:
    today = today_of(read.club)
    coming = next_of(list(read.milestones.all()), today=today, reached=reached)
    due_on = coming.due_on if coming else None
    return DueRead(read, read.club, line_of(read, today, measure, reached), due_on, go_on)


def _soonest(one: DueRead) -> tuple[date, int]:
    return one.due_on or date.max, one.read.pk


def _club_order(one: YourClub) -> tuple[date, str]:
    first = min((each.due_on for each in one.reads if each.due_on), default=date.max)
    return first, one.club.name.casefold()
