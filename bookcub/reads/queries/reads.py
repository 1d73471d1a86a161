"""The pages of a club's reads: all of them, and one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext

from bookcub.clubs.models import Club, Membership
from bookcub.clubs.policies import size_of
from bookcub.core.database.prepared import attach, prepared
from bookcub.people.models import User
from bookcub.reading.queries.horizon import GoOn, going_on
from bookcub.reads.models import Milestone, PlanChange, Read
from bookcub.reads.planning import BookMeasure, PlannedBook
from bookcub.reads.policies import may_plan
from bookcub.reads.queries.books import book_of, pace_of, today_of
from bookcub.reads.queries.contents import chapter_words, takes_contents
from bookcub.reads.queries.measures import Measures, passed_words
from bookcub.reads.queries.picture import BookPicture, picture
from bookcub.reads.queries.place_wording import my_place_words, place_words
from bookcub.reads.queries.privacy import BookPlace
from bookcub.reads.queries.progress import Company, company
from bookcub.reads.queries.shown_changes import ShownChange, shown_changes
from bookcub.reads.queries.shown_milestones import (
    ShownMilestone,
    minutes_to,
    next_of,
    shown_milestones,
)
from bookcub.reads.queries.wording import day_words, next_words, pace_words, reading_time_words
from bookcub.works.models import Chapter, Work

CHANGES_SHOWN = 2
EARLIER_FROM = 2


@dataclass(frozen=True, slots=True)
class Cover:
    """A read in a list: its words are its cover."""

    read: Read
    line: str  # what is due, or how it ended
    by: str  # who brought it


@dataclass(frozen=True, slots=True)
class ReadsPage:
    """`/clubs/<id>/reads`; what is over comes by pages."""

    club: Club
    me: Membership
    now: Sequence[Cover]
    coming: Sequence[Cover]
    may_begin: bool

    @property
    def is_empty(self) -> bool:
        return not (self.now or self.coming)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Where one who shows it is, in words."""

    name: str
    place: str
    is_me: bool


class Tick(NamedTuple):
    """A chapter to tick, and its end as I would type it."""

    number: int
    typed: str


@dataclass(frozen=True, slots=True)
class ReadPage:
    """`/clubs/<id>/reads/<read>`."""

    read: Read
    club: Club
    me: Membership
    book: PlannedBook
    work: Work | None  # as far as this person may open it
    start_url: str  # where one begins it, when there is nothing to go on from
    go_on: GoOn | None
    company: Company
    people: Sequence[PersonLine]
    picture: BookPicture | None
    milestones: Sequence[ShownMilestone]
    next: ShownMilestone | None
    time_left: str
    pace: str
    changes: Sequence[ShownChange]
    chapters: Sequence[Chapter]  # that I have not said to have read
    tick: Tick | None  # the next of an outside book
    may_plan: bool
    today: date

    @property
    def my_place(self) -> str:
        if not self.read.is_going_on and self.company.place == BookPlace():
            return gettext("You have not said that you have read any of it.")
        return my_place_words(self.company.place, self.book, self.measure)

    @property
    def measure(self) -> BookMeasure:
        """How I count."""
        return self.company.measure

    @property
    def past(self) -> str:
        """Say "page 120": everybody is past it; nothing where that is the beginning."""
        number = self.measure.read(self.company.circle.past)
        return passed_words(self.measure, number) if number else ""

    @property
    def ahead(self) -> Sequence[ShownMilestone]:
        """The plan from the milestone on that was last."""
        return self.milestones[len(self.earlier) :]

    @property
    def earlier(self) -> Sequence[ShownMilestone]:
        """What lies further back, once that is much."""
        past = [one for one in self.milestones if one.is_past]
        return past[:-1] if len(past) > EARLIER_FROM else []

    @property
    def ending(self) -> str:
        return ending_in_words(self.read)

    @property
    def is_coming(self) -> bool:
        return self.read.starts_on is not None and self.read.starts_on > self.today

    @property
    def is_there(self) -> bool:
        """Whether I have reached what is due next."""
        return self.next is not None and self.next.is_reached

    @property
    def my_chapter(self) -> str:
        """In which chapter of a book that is kept by share."""
        there = self.read.contents.at(self.company.place.upto, self.measure, is_own=True)
        words = chapter_words(there, with_title=True)
        return gettext("That is %(chapter)s.") % {"chapter": words} if words else ""

    @property
    def takes_contents(self) -> bool:
        """Whether one can type which chapters the book has."""
        return takes_contents(self.read)

    @property
    def lacks_ends(self) -> bool:
        """Whether chapters are known and none can be ticked, for nobody has said where the next one begins."""
        is_over = self.company.place.upto >= self.book.total
        return bool(self.read.contents.chapters) and not is_over and self.tick is None


def reads_page(me: Membership, person: User) -> ReadsPage:
    """What goes on and what comes. Five queries at most."""
    club, today = me.club, today_of(me.club)
    rows = with_plans(_unended(club.pk))
    measures = Measures(person)
    members = size_of(club.pk)
    return ReadsPage(
        club=club,
        me=me,
        now=[
            _cover(one, today, measures.of(one))
            for one in rows
            if not (one.waits or _comes(one, today))
        ],
        coming=sorted(
            (
                _cover(one, today, measures.of(one))
                for one in rows
                if one.waits or _comes(one, today)
            ),
            key=lambda cover: (
                cover.read.starts_on or date.max,
                cover.read.made_at,
                cover.read.pk,
            ),
        ),
        may_begin=may_plan(me, members=members),
    )


def ended_reads(club: Club) -> QuerySet[Read]:
    """What is over, the latest first."""
    over = Read.objects.standing().filter(club=club).exclude(finished_at=None, abandoned_at=None)
    return over.select_related("club", "brought_by__pseud", "brought_by__club")


def ended_covers(reads: Iterable[Read]) -> list[Cover]:
    """How each of these ended. No query."""
    return [Cover(one, ending_in_words(one), _brought_by(one)) for one in reads]


def with_what_a_line_needs(reads: QuerySet[Read]) -> QuerySet[Read]:
    """Reads with all but the plans (`with_plans`) that a line about them needs."""
    return reads.select_related("club", "book", "brought_by__pseud")


def with_plans(reads: list[Read]) -> list[Read]:
    """The same reads, each knowing its milestones in their order. One query."""
    attach("milestones", _milestones([read.pk for read in reads]) if reads else [], to=reads)
    return reads


@prepared
def _milestones(reads: Collection[int]) -> QuerySet[Milestone]:
    return Milestone.objects.filter(read__in=reads).order_by("upto")


@prepared
def _unended(club: int) -> QuerySet[Read]:
    return with_what_a_line_needs(Read.objects.unended().filter(club=club))


def read_page(read: Read, me: Membership, person: User) -> ReadPage:
    """Everything for one member of the club. Fifteen queries at most, however large the club."""
    book, today = book_of(read), today_of(read.club)
    who = company(read, me, book)
    reached = who.place.upto
    rows = list(Milestone.objects.filter(read=read))
    plan = shown_milestones(
        rows, book, who.measure, today=today, reached=reached, contents=read.contents
    )
    coming = next((one for one in plan if one.is_next), None)
    minutes = minutes_to(book, reached, coming.upto) if coming else None
    work = readable_work(read, person)
    chapters = _chapters_after(work, reached) if work else []
    return ReadPage(
        read=read,
        club=read.club,
        me=me,
        book=book,
        work=work,
        start_url=chapters[0].get_absolute_url() if chapters else "",
        go_on=going_on(person, [work]).get(work.pk) if work else None,
        company=who,
        people=person_lines(who, book),
        picture=picture(
            book,
            rows,
            who.circle.shown,
            next_upto=coming.upto if coming else None,
            contents=read.contents,
        ),
        milestones=plan,
        next=coming,
        time_left=reading_time_words(minutes) if minutes else "",
        pace=pace_words(pace_of(read), read.measure),
        changes=shown_changes(
            PlanChange.objects.filter(read=read).select_related("by__pseud")[:CHANGES_SHOWN],
            read,
            today,
            who.measure,
        ),
        chapters=chapters,
        tick=_tick(read, who, book) if read.book else None,
        may_plan=may_plan(me, members=size_of(me.club_id)),
        today=today,
    )


def _tick(read: Read, who: Company, book: PlannedBook) -> Tick | None:
    if following := who.next_chapter(book):
        return Tick(following, str(following))
    at, mine = who.place.upto, who.measure
    ends = ((number, mine.read(end)) for number, end in read.contents.ends.items())
    return next(
        (Tick(number, mine.as_typed(end)) for number, end in ends if end > mine.read(at)), None
    )


def person_lines(who: Company, book: PlannedBook) -> list[PersonLine]:
    """Where those are who show it to me, and I."""
    return [
        PersonLine(one.name, place_words(one.place, book, who.measure, is_own=one.is_me), one.is_me)
        for one in who.circle.shown
    ]


def readable_work(read: Read, person: User) -> Work | None:
    """The read's work if this person may open it."""
    if read.work_id is None:
        return None
    return next(iter(_readable(person, read.work_id)), None)


@prepared
def _readable(person: User, work: int) -> QuerySet[Work]:
    return Work.objects.visible_to(person).filter(pk=work)


def ending_in_words(read: Read) -> str:
    """When a read was finished, or left and why."""
    if read.ended_on is None:
        return ""
    facts = {"day": day_words(read.ended_on), "reason": read.abandoned_word}
    if read.finished_at:
        return gettext("Finished on %(day)s") % facts
    if not read.abandoned_word:
        return gettext("Left unfinished on %(day)s") % facts
    return gettext("Left unfinished on %(day)s: %(reason)s") % facts


def _cover(read: Read, today: date, measure: BookMeasure) -> Cover:
    return Cover(read, line_of(read, today, measure), _brought_by(read))


def line_of(read: Read, today: date, measure: BookMeasure, reached: int = 0) -> str:
    """What is next in a read that has its milestones fetched, for whoever has `reached` a place in it."""
    if read.waits:
        return gettext("After what you are reading now")
    if _comes(read, today) and read.starts_on:
        return gettext("Begins on %(day)s") % {"day": day_words(read.starts_on, today)}
    coming = next_of(list(read.milestones.all()), today=today, reached=reached)
    if coming and reached >= coming.upto:
        return gettext("You are there.")
    if coming is None:
        if read.milestones.all():
            return gettext("All dates are behind us")
        return gettext("As we go, without dates")
    return next_words(measure, coming.upto, coming.due_on, today)


def _brought_by(read: Read) -> str:
    return read.brought_by.name if read.brought_by else ""


def _comes(read: Read, today: date) -> bool:
    return read.starts_on is not None and read.starts_on > today


def _chapters_after(work: Work, reached: int) -> list[Chapter]:
    return list(
        work.posted_chapters()
        .filter(position__gt=reached)
        .only("pk", "work_id", "position", "number", "title", "posted_at")
        .order_by("position")
    )
