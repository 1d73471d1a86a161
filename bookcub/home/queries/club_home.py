"""A club's home, for those who belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from bookcub.clubs.models import Club, Membership
from bookcub.clubs.policies import OF_TWO
from bookcub.people.models import User
from bookcub.picks.models import Method, Pick
from bookcub.picks.queries.rules import rules_of
from bookcub.picks.queries.turns import turn_in
from bookcub.picks.queries.upcoming import line_of_pick
from bookcub.reading.queries.horizon import GoOn, going_on
from bookcub.reads.models import Read
from bookcub.reads.policies import may_plan
from bookcub.reads.queries.books import book_of, today_of
from bookcub.reads.queries.reads import (
    Cover,
    ended_covers,
    ended_reads,
    readable_work,
    with_milestones,
)
from bookcub.reads.queries.shown_milestones import ShownMilestone, shown_milestones
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
    is_coming: bool


@dataclass(frozen=True, slots=True)
class ClubHome:
    """`/clubs/<id>` for a member."""

    club: Club
    me: Membership
    reads: Sequence[NowRead]
    more_reads: int
    pick: Pick | None
    pick_line: str
    turn_line: str  # who chooses after this, where a club takes turns and nobody is choosing yet
    before: Sequence[Cover]
    members: Sequence[Membership]
    missed: Membership | None  # who left last, where a friend is alone since
    may_plan: bool

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


def club_home(me: Membership, person: User) -> ClubHome:
    """Everything for one member; a few queries for each of at most five reads."""
    club = me.club
    reads = list(with_milestones(Read.objects.going_on().filter(club=club)).select_related("work"))
    works = {read.pk: work for read in reads[:READS_SHOWN] if (work := readable_work(read, person))}
    step = going_on(person, works.values())
    pick = (
        Pick.objects.under_way()
        .filter(club=club)
        .select_related("turn_of__pseud", "turn_of__club")
        .first()
    )
    members = list(Membership.objects.current().filter(club=club).select_related("pseud__user"))
    return ClubHome(
        club=club,
        me=me,
        reads=[_now(read, works.get(read.pk), step) for read in reads[:READS_SHOWN]],
        more_reads=max(0, len(reads) - READS_SHOWN),
        pick=pick,
        pick_line=line_of_pick(pick, person) if pick else "",
        turn_line="" if pick else _turn_line(me),
        before=ended_covers(ended_reads(club)[:BEFORE_SHOWN]),
        members=sorted(members, key=lambda one: (not one.is_host, one.name.casefold(), one.pk)),
        missed=_missed(club) if club.decides_together and len(members) == 1 else None,
        may_plan=may_plan(me, members=len(members)),
    )


def _missed(club: Club) -> Membership | None:
    left = Membership.objects.filter(club=club, left_at__isnull=False, was_removed=False)
    return left.select_related("pseud").order_by("-left_at").first()


def _turn_line(me: Membership) -> str:
    if rules_of(me.club).method != Method.TURNS:
        return ""
    whose = turn_in(me.club, None).whose
    if whose is None:
        return ""
    if whose.pk == me.pk:
        return gettext("You choose next")
    return gettext("%(name)s chooses next") % {"name": whose.name}


def _now(read: Read, work: Work | None, step: dict[int, GoOn]) -> NowRead:
    today = today_of(read.club)
    plan = shown_milestones(read.milestones.all(), book_of(read), today=today)
    return NowRead(
        read=read,
        next=next((one for one in plan if one.is_next), None),
        go_on=step.get(work.pk) if work else None,
        start_url=work.get_absolute_url() if work else "",
        is_coming=read.starts_on is not None and read.starts_on > today,
    )
