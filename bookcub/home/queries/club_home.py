"""A club's home, for those who belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zlib import crc32

from django.db.models import Count, Q, QuerySet
from django.utils.html import conditional_escape
from django.utils.translation import gettext

from bookcub.clubs.models import Club, Membership
from bookcub.clubs.policies import OF_TWO
from bookcub.clubs.queries.ways import tabs_of
from bookcub.comments.models import Comment
from bookcub.comments.policies import may_announce
from bookcub.comments.queries.announcements import OnTop, announced_to
from bookcub.comments.queries.club_feed import ClubFeed, club_feed
from bookcub.comments.queries.club_talk import SayBox, say_box, say_box_of_several, sees_all_of
from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.home.queries.waiting import DeskLine, waiting_in
from bookcub.people.models import User
from bookcub.picks.models import Method, Pick
from bookcub.picks.queries.rules import rules_of
from bookcub.picks.queries.turns import turn_in
from bookcub.picks.queries.upcoming import line_of_pick
from bookcub.reading.models import Place
from bookcub.reading.queries.horizon import GoOn, going_on
from bookcub.reading.queries.reached import prepared_within_reach
from bookcub.reads.models import Read
from bookcub.reads.planning import PlannedBook
from bookcub.reads.queries.books import book_of, today_of
from bookcub.reads.queries.privacy import PairConsent
from bookcub.reads.queries.progress import Company, company
from bookcub.reads.queries.reads import (
    Cover,
    PersonLine,
    ended_covers,
    ended_reads,
    person_lines,
    readable_work,
    with_plans,
    with_what_a_line_needs,
)
from bookcub.reads.queries.shown_milestones import ShownMilestone, shown_milestones
from bookcub.web.blurb import Link
from bookcub.works.models import Work

READS_SHOWN = 5
FACES_SHOWN = 6
BEFORE_SHOWN = 3
DUE_SHOWN = 2
PLACED = 3  # people whose place stands in a line
TINTS = 8  # of covers: css/club.css


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
    who: Company
    people: Sequence[PersonLine]  # as they chose to show
    next_chapter: int | None  # to tick, of a book from elsewhere that has chapters
    reads_again: bool  # whoever looks has read all of it before the club did
    tint: int

    @property
    def begins_anew(self) -> bool:
        """Whether they have not come back to its beginning yet."""
        return self.reads_again and self.go_on is not None and self.go_on.is_finished

    @property
    def step(self) -> str:
        """What the one button says."""
        if self.go_on is None:
            return gettext("Start reading")
        if self.begins_anew and len(self.who.members) == 1:
            return gettext("Begin again")
        if self.begins_anew:
            other = self.who.others[0].name if self.who.is_pair else self.read.club.name
            return gettext("Begin with %(club)s") % {"club": other}
        if self.is_there and not self.go_on.is_finished:
            return gettext("Read on")
        return self.go_on.label

    @property
    def is_there(self) -> bool:
        """Whether whoever looks has come as far as the club means to; what then leads is the talk."""
        return self.next is not None and self.next.is_reached and not self.reads_again

    @property
    def is_quiet(self) -> bool:
        """Whether there is more to read here, and that is not what is wanted most."""
        if self.go_on is None or self.reads_again:
            return False
        return self.is_there or self.go_on.is_finished

    @property
    def placed(self) -> Sequence[PersonLine]:
        """Who is where, as far as there is room for a line; of one alone it says nothing."""
        first = sorted(self.people, key=lambda one: not one.is_me)
        if self.reads_again:
            before = gettext("have read it before")
            first = [replace(one, place=before) if one.is_me else one for one in first]
        return first[:PLACED] if len(first) > 1 or self.who.is_pair else ()

    @property
    def more_placed(self) -> int:
        return self.who.more

    @property
    def asks_to_share(self) -> str:
        """What stands between two who do not see each other's places."""
        other = self.who.others[0].name if self.who.is_pair else ""
        match self.who.circle.pair:
            case PairConsent.THEIRS:
                return gettext(
                    "%(name)s would like to see where you are, and show you the same"
                ) % {"name": other}
            case PairConsent.MINE:
                return gettext("%(name)s does not show you where they are") % {"name": other}
            case PairConsent.NEITHER:
                return gettext("Show %(name)s where you are") % {"name": other}
        return ""


@dataclass(frozen=True, slots=True)
class FinishedRead:
    """One of those that the club has read, with a cover."""

    cover: Cover
    tint: int


@dataclass(frozen=True, slots=True)
class ClubTalk:
    """What is said, and where to say more."""

    feed: ClubFeed
    box: SayBox  # of the first of what it reads, or read last; else beside the books
    say: SayBox  # to say something: about the same, or about any of several
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
    before: Sequence[FinishedRead]
    members: Sequence[Membership]
    missed: Membership | None  # who left last, where a friend is alone since
    links: Sequence[Link]  # to pages that are no tabs
    is_choosing: bool
    chosen: Pick | None  # the last one that led to a read since they were here
    begun: Sequence[Read]  # by others, since then
    is_long: bool  # with all the talk that there is room for

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
    def following_told(self) -> Sequence[Read]:
        """Without what is told as just chosen."""
        chosen = self.chosen.read_id if self.chosen else None
        return [read for read in self.following if read.pk != chosen]

    @property
    def due_now(self) -> Sequence[DeskLine]:
        return [one for one in self.due if one not in self.due_later]

    @property
    def due_later(self) -> Sequence[DeskLine]:
        """What is folded away: never when one meets, and never one line, which would be no shorter."""
        folded = [one for one in self.due[DUE_SHOWN:] if one.starts_at is None]
        return folded if len(folded) > 1 else ()


def club_home(
    me: Membership, person: User, *, new_since: datetime | None, is_long: bool = False
) -> ClubHome:
    """Everything for one member; a few queries for each of at most five reads."""
    club = me.club
    unended = with_plans(_unended(club.pk))
    reads = [read for read in unended if not read.waits]
    following = sorted(
        (read for read in unended if read.waits), key=lambda one: (one.made_at, one.pk)
    )
    works = {read.pk: work for read in reads[:READS_SHOWN] if (work := readable_work(read, person))}
    step = going_on(person, works.values())
    pick = next(iter(_picks_under_way(club.pk)), None)
    members = _members(club.pk)
    before = list(ended_reads(club)[:BEFORE_SHOWN])
    books = {read.pk: book_of(read) for read in reads[:READS_SHOWN]}
    _, links = tabs_of(me, members=len(members))
    announced = announced_to(me, person)
    talked = [*reads[:READS_SHOWN], *before]
    now_read = [
        _now(read, me, books[read.pk], works.get(read.pk), step) for read in reads[:READS_SHOWN]
    ]
    chosen = _chosen(club, new_since)
    is_turn_near = not following and (not now_read or any(one.is_nearly_over for one in now_read))
    return ClubHome(
        club=club,
        me=me,
        announced=announced,
        may_announce=may_announce(me) and len(members) > OF_TWO,
        talk=_talk(
            me,
            person,
            talked,
            works,
            new_since=new_since,
            on_top=announced.comments,
            is_long=is_long,
            from_start=bool(now_read) and now_read[0].begins_anew,
        ),
        reads=now_read,
        more_reads=max(0, len(reads) - READS_SHOWN),
        following=following[:READS_SHOWN],
        due=_due(me, person, pick, is_turn_near=is_turn_near),
        before=[FinishedRead(one, tint_of(one.read.title)) for one in ended_covers(before)],
        members=sorted(members, key=lambda one: (not one.is_host, one.name.casefold(), one.pk)),
        missed=_missed(club) if club.decides_together and len(members) == 1 else None,
        links=links,
        is_choosing=pick is not None,
        chosen=chosen,
        begun=_begun(reads[:READS_SHOWN], me, new_since, chosen),
        is_long=is_long,
    )


def _chosen(club: Club, since: datetime | None) -> Pick | None:
    if since is None:
        return None
    return next(iter(_decided(club.pk, since)), None)


def _begun(
    reads: Sequence[Read], me: Membership, since: datetime | None, chosen: Pick | None
) -> list[Read]:
    """Reads that others have begun; not what was chosen, which is told as that."""
    if since is None:
        return []
    told = chosen.read_id if chosen else None
    new = [read for read in reads if read.made_at > since and read.brought_by_id != me.pk]
    return [read for read in new if read.pk != told]


@prepared
def _unended(club: int) -> QuerySet[Read]:
    return with_what_a_line_needs(Read.objects.unended().filter(club=club)).select_related("work")


@prepared
def _picks_under_way(club: int) -> QuerySet[Pick]:
    picks = Pick.objects.under_way().filter(club=club)
    return picks.select_related("turn_of__pseud", "turn_of__club")[:1]


@prepared
def _members(club: int) -> QuerySet[Membership]:
    return Membership.objects.taking_part().filter(club=club).select_related("pseud__user")


@prepared
def _decided(club: int, since: datetime) -> QuerySet[Pick]:
    decided = Pick.objects.over().filter(club=club, winner__isnull=False, closed_at__gt=since)
    return decided.select_related("winner").order_by("-number")[:1]


@prepared_within_reach
def _ahead_of_work(person: User, club: int, work: int) -> QuerySet[Comment, int]:
    return _counted(Comment.objects.ahead_of(person).filter(club=club, work=work))


@prepared_within_reach
def _ahead_of_read(person: User, read: int) -> QuerySet[Comment, int]:
    return _counted(Comment.objects.ahead_of(person).filter(read=read))


def _counted(comments: QuerySet[Comment]) -> QuerySet[Comment, int]:
    counted = comments.order_by().values("club").annotate(number=Count("pk"))
    return counted.values_list("number", flat=True)


def _missed(club: Club) -> Membership | None:
    left = Membership.objects.filter(club=club, left_at__isnull=False, was_removed=False)
    return left.select_related("pseud").order_by("-left_at").first()


def _talk(  # noqa: PLR0913  # all but four are keyword-only
    me: Membership,
    person: User,
    reads: Sequence[Read],
    works: dict[int, Work],
    *,
    new_since: datetime | None,
    on_top: Sequence[int],
    is_long: bool,
    from_start: bool,
) -> ClubTalk:
    """Eight queries at most."""
    read, work = _talked_of(person, reads, works)
    # Of several books each is named.
    now_read = [one for one in reads if one.ended_on is None]
    is_one = len(now_read) <= 1
    known = (work or read) if is_one else None
    feed = club_feed(
        me.club, person, new_since=new_since, known=known, on_top=on_top, is_long=is_long
    )
    if read is None:
        box = SayBox(me.club_id, None)
        return ClubTalk(feed, box, box, ahead=0, looks_ahead=False)
    ahead = _ahead_of_work(person, me.club_id, work.pk) if work else _ahead_of_read(person, read.pk)
    open_now = [(one, works.get(one.pk)) for one in now_read if works.get(one.pk) or one.book]
    box = SayBox(me.club_id, read)
    if is_one:
        say = say_box(person, read, work, from_start=from_start)
    else:
        say = say_box_of_several(person, me.club_id, open_now)
    return ClubTalk(feed, box, say, sum(ahead), sees_all_of(read, me))


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
    read: Read,
    me: Membership,
    book: PlannedBook,
    work: Work | None,
    step: dict[int, GoOn],
) -> NowRead:
    today = today_of(read.club)
    who = company(read, me, book, room_for=PLACED)
    plan = shown_milestones(
        read.milestones.all(),
        book,
        who.measure,
        today=today,
        reached=who.place.upto,
        contents=read.contents,
    )
    coming = next((one for one in plan if one.is_next), None)
    go_on = step.get(work.pk) if work else None
    is_at_last = len(plan) > 1 and coming in {None, plan[-1]}
    is_elsewhere = not read.work_id and read.book_id
    again = go_on is not None and who.place.upto >= book.total and _reads_again(read, me, go_on)
    return NowRead(
        read=read,
        next=coming,
        go_on=go_on,
        start_url=work.get_absolute_url() if work else "",
        place_url=f"{read.get_absolute_url()}#place" if is_elsewhere else "",
        is_coming=read.starts_on is not None and read.starts_on > today,
        is_nearly_over=is_at_last or (go_on is not None and go_on.is_finished and not again),
        who=who,
        people=person_lines(who, book),
        next_chapter=who.next_chapter(book) if is_elsewhere else None,
        reads_again=again,
        tint=tint_of(read.title),
    )


def _reads_again(read: Read, me: Membership, go_on: GoOn) -> bool:
    """Whether a member had come to its end before they read it with the club, and not there again since."""
    since = max(read.made_at, me.joined_at)
    read_before = Place.objects.filter(user=me.user_id, work=read.work_id, finished_at__lt=since)
    if go_on.is_finished:
        read_before = read_before.filter(Q(turned_at=None) | Q(turned_at__lt=since))
    return read_before.exists()


def tint_of(title: str) -> int:
    """Which of the colours of covers a book has, always the same one."""
    return crc32(title.encode()) % TINTS
