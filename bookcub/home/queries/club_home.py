"""A club's home, for those who belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.translation import gettext

from bookcub.clubs.models import Club, Membership
from bookcub.clubs.policies import OF_TWO
from bookcub.clubs.queries.ways import tabs_of
from bookcub.comments.models import Comment
from bookcub.comments.policies import may_announce
from bookcub.comments.queries.announcements import OnTop, announced_to
from bookcub.comments.queries.club_feed import ClubFeed, club_feed
from bookcub.comments.queries.club_talk import SayBox, say_box, sees_all_of
from bookcub.home.queries.waiting import DeskLine, waiting_in
from bookcub.people.models import User
from bookcub.picks.models import Method, Pick
from bookcub.picks.queries.rules import rules_of
from bookcub.picks.queries.turns import turn_in
from bookcub.picks.queries.upcoming import line_of_pick
from bookcub.reading.queries.horizon import GoOn, going_on
from bookcub.reads.models import Read
from bookcub.reads.planning import BookMeasure, PlannedBook
from bookcub.reads.queries.books import book_of, today_of
from bookcub.reads.queries.measures import Measures
from bookcub.reads.queries.progress import company
from bookcub.reads.queries.reads import (
    Cover,
    PersonLine,
    ended_covers,
    ended_reads,
    person_lines,
    readable_work,
    with_milestones,
)
from bookcub.reads.queries.shown_milestones import ShownMilestone, shown_milestones
from bookcub.web.blurb import Link
from bookcub.works.models import Work

READS_SHOWN = 5
FACES_SHOWN = 12
BEFORE_SHOWN = 3


@dataclass(frozen=True, slots=True)
class NowRead:
    """One of the things the club reads, with what is next for whoever looks."""

    read: Read
    next: ShownMilestone | None
    go_on: GoOn | None
    start_url: str
    place_url: str  # of a book from elsewhere: where one says how far one is
    is_coming: bool
    is_nearly_over: bool  # for whoever looks, or by the plan


@dataclass(frozen=True, slots=True)
class ClubTalk:
    """What is said, and where to say more."""

    feed: ClubFeed
    box: SayBox  # about the first of what it reads, or read last; else beside the books
    ahead: int  # in the whole of that
    looks_ahead: bool

    @property
    def ahead_url(self) -> str:
        read = self.box.read
        names = [read.club_id, read.pk] if read else []
        return reverse("comments:read_look_ahead_create", args=names) if names else ""


@dataclass(frozen=True, slots=True)
class ClubHome:
    """`/clubs/<id>` for a member."""

    club: Club
    me: Membership
    announced: OnTop
    may_announce: bool
    talk: ClubTalk
    reads: Sequence[NowRead]
    more_reads: int
    following: Sequence[Read]  # chosen, to be read after these
    due: Sequence[DeskLine]  # what waits for whoever looks, and what is next
    people: Sequence[PersonLine]  # who is where in the first of the reads, as they chose to show
    before: Sequence[Cover]
    members: Sequence[Membership]
    missed: Membership | None  # who left last, where a friend is alone since
    links: Sequence[Link]  # to pages that are no tabs
    is_choosing: bool
    chosen: Pick | None  # the last one that led to a read since they were here

    @property
    def is_alone(self) -> bool:
        return len(self.members) == 1

    @property
    def is_pair(self) -> bool:
        return len(self.members) == OF_TWO

    @property
    def faces(self) -> Sequence[Membership]:
        return self.members[:FACES_SHOWN]

    @property
    def more_members(self) -> int:
        return max(0, len(self.members) - FACES_SHOWN)

    @property
    def shows_places(self) -> bool:
        """Whether somebody else lets one see where they are."""
        return 1 < len(self.people) <= FACES_SHOWN


def club_home(me: Membership, person: User, *, new_since: datetime | None) -> ClubHome:
    """Everything for one member; a few queries for each of at most five reads."""
    club = me.club
    unended = with_milestones(Read.objects.unended().filter(club=club)).select_related("work")
    reads = [read for read in unended if not read.waits]
    following = sorted(
        (read for read in unended if read.waits), key=lambda one: (one.made_at, one.pk)
    )
    works = {read.pk: work for read in reads[:READS_SHOWN] if (work := readable_work(read, person))}
    step = going_on(person, works.values())
    pick = (
        Pick.objects.under_way()
        .filter(club=club)
        .select_related("turn_of__pseud", "turn_of__club")
        .first()
    )
    there = Membership.objects.taking_part().filter(club=club)
    members = list(there.select_related("pseud__user"))
    before = list(ended_reads(club)[:BEFORE_SHOWN])
    books = {read.pk: book_of(read) for read in reads[:READS_SHOWN]}
    measures = Measures(person)
    _, links = tabs_of(me, members=len(members))
    announced = announced_to(me, person)
    talked = [*reads[:READS_SHOWN], *before]
    now_read = [
        _now(read, books[read.pk], measures.of(read), works.get(read.pk), step)
        for read in reads[:READS_SHOWN]
    ]
    is_turn_near = not following and (not now_read or any(one.is_nearly_over for one in now_read))
    return ClubHome(
        club=club,
        me=me,
        announced=announced,
        may_announce=may_announce(me),
        talk=_talk(me, person, talked, works, new_since=new_since, on_top=announced.comments),
        reads=now_read,
        more_reads=max(0, len(reads) - READS_SHOWN),
        following=following[:READS_SHOWN],
        due=_due(me, person, pick, is_turn_near=is_turn_near),
        people=_people(reads[0], me, books[reads[0].pk]) if reads else [],
        before=ended_covers(before),
        members=sorted(members, key=lambda one: (not one.is_host, one.name.casefold(), one.pk)),
        missed=_missed(club) if club.decides_together and len(members) == 1 else None,
        links=links,
        is_choosing=pick is not None,
        chosen=_chosen(club, new_since),
    )


def _chosen(club: Club, since: datetime | None) -> Pick | None:
    if since is None:
        return None
    decided = Pick.objects.over().filter(club=club, winner__isnull=False, closed_at__gt=since)
    return decided.select_related("winner").order_by("-number").first()


def _missed(club: Club) -> Membership | None:
    left = Membership.objects.filter(club=club, left_at__isnull=False, was_removed=False)
    return left.select_related("pseud").order_by("-left_at").first()


def _talk(
    me: Membership,
    person: User,
    reads: Sequence[Read],
    works: dict[int, Work],
    *,
    new_since: datetime | None,
    on_top: Sequence[int],
) -> ClubTalk:
    """Eight queries at most."""
    read, work = _talked_of(person, reads, works)
    # Of several books each is named.
    is_one = sum(read.ended_on is None for read in reads) <= 1
    known = (work or read) if is_one else None
    feed = club_feed(me.club, person, new_since=new_since, known=known, on_top=on_top)
    if read is None:
        return ClubTalk(feed, SayBox(me.club_id, None), ahead=0, looks_ahead=False)
    of_it = {"club": me.club_id, "work": work} if work else {"read": read}
    ahead = Comment.objects.ahead_of(person).filter(**of_it)
    return ClubTalk(feed, say_box(person, read, work), ahead.count(), sees_all_of(read, me))


def _talked_of(
    person: User, reads: Sequence[Read], works: dict[int, Work]
) -> tuple[Read | None, Work | None]:
    """The first of these that can be talked about: an outside book, or a work whose text is there for them."""
    for read in reads:
        # Of what was read last, the text may still be there.
        work = works.get(read.pk) or (readable_work(read, person) if read.ended_on else None)
        if work or (read.work_id is None and read.book_id is not None):
            return read, work
    return None, None


def _due(me: Membership, person: User, pick: Pick | None, *, is_turn_near: bool) -> list[DeskLine]:
    """What waits for them here; else how the next read is chosen, once what they read is nearly over."""
    lines = waiting_in(me, person)
    if pick and not any(line.url == pick.get_absolute_url() for line in lines):
        words = conditional_escape(line_of_pick(pick, person))
        lines.append(DeskLine("book", pick.get_absolute_url(), words, closes_at=pick.closes_at))
    elif not pick and is_turn_near and (turn := _turn_line(me)):
        url = reverse("picks:pick_index", args=[me.club_id])
        lines.append(DeskLine("book", url, conditional_escape(turn)))
    return lines


def _people(read: Read, me: Membership, book: PlannedBook) -> list[PersonLine]:
    return person_lines(company(read, me, book), book)


def _turn_line(me: Membership) -> str:
    if rules_of(me.club).method != Method.TURNS:
        return ""
    whose = turn_in(me.club, None).whose
    if whose is None:
        return ""
    if whose.pk == me.pk:
        return gettext("You choose next")
    return gettext("%(name)s chooses next") % {"name": whose.name}


def _now(
    read: Read, book: PlannedBook, measure: BookMeasure, work: Work | None, step: dict[int, GoOn]
) -> NowRead:
    today = today_of(read.club)
    plan = shown_milestones(
        read.milestones.all(), book, measure, today=today, contents=read.contents
    )
    coming = next((one for one in plan if one.is_next), None)
    go_on = step.get(work.pk) if work else None
    is_at_last = len(plan) > 1 and coming in {None, plan[-1]}
    return NowRead(
        read=read,
        next=coming,
        go_on=go_on,
        start_url=work.get_absolute_url() if work else "",
        place_url="" if read.work_id or not read.book_id else f"{read.get_absolute_url()}#place",
        is_coming=read.starts_on is not None and read.starts_on > today,
        is_nearly_over=is_at_last or (go_on is not None and go_on.is_finished),
    )
