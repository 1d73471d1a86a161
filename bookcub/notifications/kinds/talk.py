"""What a club says: for those of its members who want to hear everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import FirstValue, RowNumber
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from bookcub.clubs.models import Club, Involvement, Membership
from bookcub.comments import signals as talk
from bookcub.comments.models import Announcement, Comment, CommentQuerySet, Hearers
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import name_of, place_in_book
from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.notifications.kinds.base import InboxItem, NoticeKind, NoticeLetter, Telling, hears
from bookcub.notifications.kinds.clubs import involved, people
from bookcub.notifications.kinds.comments import OfComment, is_news, quoted
from bookcub.notifications.kinds.reads import OfRead
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.reads.models import Read
from bookcub.web.covers import plain_under_cover
from bookcub.web.enumeration import enumerated_text

QUIET = timedelta(hours=1)  # no second letter so soon, unless its reader has looked
NEWEST = 3  # of what a line is about: their writers are named
QUOTED = 240  # characters
# What has a line of its own is not counted among what else was said.
BESIDE_BOOKS: dict[str, Any] = {"work": None, "read": None, "announcement": None}

# How threads stand on the page of their talk.
Order = Sequence[OrderBy]
IN_TEXT: Order = (
    F("chapter__position").asc(nulls_first=True),
    F("place_index").asc(nulls_last=True),
    F("upto").asc(),
    F("thread__placed_at").asc(),
    F("thread").asc(),
)
LATEST_THREAD: Order = (F("thread__placed_at").desc(), F("thread").desc())

OfWhat = tuple[int | None, int | None, int | None]  # a club, and a work, a read or neither


class OfClubsTalk:
    """What the page of a club shows: whoever has opened that has seen it, but for what lay ahead of them."""

    name: ClassVar[str]

    @hears(talk.club_seen)
    def looked(self, *, user: int, club: int, at: datetime, **_: Any) -> None:
        lines = Notice.objects.filter(kind=self.name, user=user, club=club, made_at__lte=at)
        person = User.objects.filter(pk=user).first() if lines.unread().exists() else None
        if person is not None:
            seen = Notice.objects.visible_to(person, kinds=[self.name])
            lines.unread().filter(pk__in=seen.values("pk")).update(read_at=at)


class Talk(OfClubsTalk, OfRead):
    """About what the club reads. One line for each read, which says who said something and what came last.

    It tells what is new up to where its reader is, so it may not be there yet.
    """

    name, label = "talk", gettext_lazy("talk in a club")
    folder = "talk/"
    icon = "comment"
    comes_first = True

    @hears(talk.comment_posted)
    def said(self, *, comment: Comment, by: User | None, **_: Any) -> Telling | None:
        read = _read_of(comment) if comment.hearers == Hearers.CLUB else None
        if read is None:
            return None
        # A line that stands there neither moves nor goes for what lies ahead: that would tell of it.
        standing = set(self.lines_about(read).values_list("user", flat=True))
        listeners = _listeners(comment, by)
        hearing = _hearing([user for user in listeners if user.pk in standing], comment)
        to = [user for user in listeners if user.pk not in standing or user.pk in hearing]
        return Telling(
            read,
            to=to,
            club=comment.club_id,
            work=comment.work_id,
            at=comment.posted_at,
            by_letter=is_news(comment),
        )

    def condition(self, person: User) -> Q:
        new = _heard_of_others(person).filter(posted_at__gt=OuterRef("since"))
        of_work = new.filter(club=OuterRef("club"), work=OuterRef("work"))
        of_book = new.filter(read=OuterRef("subject"))
        return super().condition(person) & (Q(Exists(of_work)) | Q(Exists(of_book)))

    def is_worth_a_letter(self, notice: Notice, at: datetime | None) -> bool:
        heard = _heard_of_others(notice.user).filter(_said_of(notice))
        return _is_first_in_a_while(heard, notice, at)

    def lines(
        self, person: User, notices: Sequence[Notice], things: Mapping[int, Read]
    ) -> dict[int, InboxItem]:
        """Two queries more: for what is new, and for who created the works."""
        newest = _by_what(_new_of_reads(person, *_told_by(notices)))
        visitors = Visitor.of_each(person, [one.work for rows in newest.values() for one in rows])
        return {
            one.pk: self._line(one, things[one.subject], rows, visitors)
            for one in notices
            if one.subject in things and (rows := newest.get(_key_of(one)))
        }

    def _line(
        self,
        notice: Notice,
        read: Read,
        newest: Sequence[Comment],
        visitors: Mapping[int | None, Visitor],
    ) -> InboxItem:
        last = newest[0]
        talk = reverse("comments:club_talk_index", args=[read.club_id, read.pk])
        url, facts = _told(newest, visitors[last.work_id], talk=talk)
        return self.say(
            url,
            about=[read],
            read=read,
            is_note=bool(last.block_id) and last.parent_id is None,
            chapter=_place_of(last, visitors[last.work_id]) if facts["number"] == 1 else "",
            **facts,
        )


class SaidToClub(OfComment):
    """About a work that the club does not read: each on a line of its own."""

    name, label = "said", gettext_lazy("talk in a club")
    folder = "talk/"
    icon = "comment"
    comes_first = True
    is_club_news = True

    @hears(talk.comment_posted)
    def posted(self, *, comment: Comment, by: User | None, **_: Any) -> Telling | None:
        if comment.hearers != Hearers.CLUB or comment.work_id is None or _read_of(comment):
            return None
        to = _listeners(comment, by)
        return self.telling(comment, to, by=by, by_letter=is_news(comment))


class Announced(OfComment):
    """What a host announces: to everybody but whoever wants to hear nothing, with a letter each."""

    name, label = "announcement", gettext_lazy("an announcement in a club")
    folder = "talk/"
    icon = "inbox"
    comes_first = True
    is_club_news = True

    @hears(talk.comment_posted)
    def posted(self, *, comment: Comment, by: User | None, **_: Any) -> Telling | None:
        if not hasattr(comment, "announcement") or comment.club_id is None:
            return None
        to = people(involved(comment.club_id))
        return self.telling(comment, to, by=by, by_letter=is_news(comment))

    def letter(self, notice: Notice, item: InboxItem) -> NoticeLetter:
        if item.comment_row is None:
            raise ValueError("A letter about an announcement needs its comment.")
        words = quoted(item.comment_row.comment)
        return NoticeKind.letter(self, notice, replace(item, word=words))

    @hears(talk.announcement_seen)
    def seen(self, *, announcement: Announcement, by: User, **_: Any) -> None:
        self.lines_about(announcement.comment_id).of(by).mark_read()

    @hears(talk.announcement_ended)
    def ended(self, *, announcement: Announcement, **_: Any) -> None:
        """Nobody need be told any more who has not looked yet."""
        self.lines_about(announcement.comment_id).unread().delete()


class SaidBesideBooks(OfClubsTalk, NoticeKind[Club]):
    """Beside the books: one line for each club. Of announcements `Announced` tells."""

    name, label = "club_talk", gettext_lazy("talk in a club beside the books")
    subject = Club
    folder = "talk/"
    icon = "comment"
    comes_first = True

    @hears(talk.comment_posted)
    def said(self, *, comment: Comment, by: User | None, **_: Any) -> Telling | None:
        if comment.hearers != Hearers.CLUB or comment.subject or comment.club is None:
            return None
        if hasattr(comment, "announcement"):
            return None
        to, at = _listeners(comment, by), comment.posted_at
        return Telling(comment.club, to=to, club=comment.club_id, at=at, by_letter=is_news(comment))

    def condition(self, person: User) -> Q:
        new = _heard_of_others(person).filter(
            club=OuterRef("subject"), posted_at__gt=OuterRef("since"), **BESIDE_BOOKS
        )
        return Q(Exists(new))

    def is_worth_a_letter(self, notice: Notice, at: datetime | None) -> bool:
        heard = _heard_of_others(notice.user).filter(club=notice.club_id, **BESIDE_BOOKS)
        return _is_first_in_a_while(heard, notice, at)

    def lines(
        self, person: User, notices: Sequence[Notice], things: Mapping[int, Club]
    ) -> dict[int, InboxItem]:
        """Two queries more: for what is new, and whose it is."""
        newest = _by_what(_new_beside_books(person, *_told_by(notices)))
        visitor = Visitor.of(person, None)
        return {
            one.pk: self._line(things[one.subject], rows, visitor)
            for one in notices
            if one.subject in things and (rows := newest.get((one.subject, None, None)))
        }

    def _line(self, club: Club, newest: Sequence[Comment], visitor: Visitor) -> InboxItem:
        talk = reverse("comments:talk_beside_books_index", args=[club.pk])
        url, facts = _told(newest, visitor, talk=talk)
        return self.say(url, club=club, **facts)


def _told(newest: Sequence[Comment], visitor: Visitor, *, talk: str) -> tuple[str, dict[str, Any]]:
    """Where a line leads, to the one thing that is new or to the topmost of them in their talk; and who said how many, the latest in its words."""
    last, number = newest[0], getattr(newest[0], "number", 1)
    names = dict.fromkeys(_name(one, visitor) for one in newest)
    facts = {
        "word": _words(last),
        "number": number,
        "name": enumerated_text(list(names)),
        "are_several": len(names) > 1,
    }
    if number == 1:
        return last.get_absolute_url(), facts
    first = Comment(pk=getattr(last, "first", last.pk))
    return f"{talk}?at={first.pk}#{first.anchor}", facts


def _place_of(comment: Comment, visitor: Visitor) -> str:
    """In which chapter of several, or up to where in an outside book."""
    if place := place_in_book(comment, visitor.measures):
        return place
    is_one_of_many = comment.work is not None and comment.work.chapter_count > 1
    return comment.chapter.heading if comment.chapter and is_one_of_many else ""


def _said_of(notice: Notice) -> Q:
    """What a line of a read tells of."""
    if notice.work_id is None:
        return Q(read=notice.subject)
    return Q(club=notice.club_id, work=notice.work_id)


def _key_of(notice: Notice) -> OfWhat:
    return notice.club_id, notice.work_id, None if notice.work_id else notice.subject


def _is_first_in_a_while(heard: CommentQuerySet, notice: Notice, at: datetime | None) -> bool:
    """Of what lies ahead no letter goes, and of what follows at once none either."""
    if at is None:
        return False
    lately = heard.filter(posted_at__gt=max(notice.since, at - QUIET), posted_at__lte=at)
    moments = lately.order_by("-posted_at").values_list("posted_at", flat=True)[:2]
    return list(moments) == [at]


def _read_of(comment: Comment) -> Read | None:
    """What of the club's reads it is about."""
    if comment.work_id is None:
        return comment.read
    reads = Read.objects.standing().filter(club=comment.club_id, work=comment.work_id)
    return reads.first()


def _listeners(comment: Comment, by: User | None) -> list[User]:
    """Members who want to hear everything, but for whom it answers: they are told of an answer."""
    members = Membership.objects.current().filter(
        club=comment.club_id, involvement=Involvement.EVERYTHING
    )
    answered = comment.parent.pseud if comment.parent else None
    known = {by.pk if by else None, answered.user_id if answered else None}
    return [user for user in people(members) if user.pk not in known]


def _hearing(people: Sequence[User], comment: Comment) -> set[int]:
    """Who of them may hear it now."""
    return {person.pk for person in people if _heard_by(person, comment)}


@prepared
def _heard_by(person: User, comment: Comment) -> QuerySet[Comment, int]:
    return Comment.objects.visible_to(person).filter(pk=comment.pk).values_list("pk", flat=True)


def _heard_of_others(person: User) -> CommentQuerySet:
    """What others have said to clubs, up to where the person is."""
    heard = Comment.objects.visible_to(person).spoken().filter(hearers=Hearers.CLUB)
    return heard.filter(~Q(pseud__user=person) | Q(pseud=None))


def _told_by(notices: Sequence[Notice]) -> tuple[list[int], list[int], datetime]:
    """Their keys, their clubs, and since when the first of them tells."""
    clubs = {one.club_id for one in notices if one.club_id is not None}
    return [one.pk for one in notices], sorted(clubs), min(one.since for one in notices)


@prepared
def _new_of_reads(
    person: User, notices: Collection[int], clubs: Collection[int], oldest: datetime
) -> CommentQuerySet:
    """What these lines about reads tell of; of two about one work what either tells."""
    lines = Notice.objects.filter(pk__in=notices, club=OuterRef("club")).filter(
        Q(work=OuterRef("work")) | Q(work=None, subject=OuterRef("read"))
    )
    heard = _heard_of_others(person).filter(club__in=clubs, posted_at__gt=oldest)
    return _newest(heard.filter(posted_at__gt=_since(lines)), IN_TEXT)


@prepared
def _new_beside_books(
    person: User, notices: Collection[int], clubs: Collection[int], oldest: datetime
) -> CommentQuerySet:
    """What these lines about clubs tell of."""
    lines = Notice.objects.filter(pk__in=notices, subject=OuterRef("club"))
    heard = _heard_of_others(person).filter(club__in=clubs, posted_at__gt=oldest, **BESIDE_BOOKS)
    return _newest(heard.filter(posted_at__gt=_since(lines)), LATEST_THREAD)


def _since(lines: QuerySet[Notice]) -> Subquery:
    return Subquery(lines.order_by("since").values("since")[:1])


def _newest(comments: CommentQuerySet, order: Order) -> CommentQuerySet:
    """The last few by club and what they are about, the newest first; each knows the `number` of all, and the `first` as their talk stands."""
    of_each = [F("club_id"), F("work_id"), F("read_id")]
    place = Window(
        RowNumber(), partition_by=of_each, order_by=[F("posted_at").desc(), F("pk").desc()]
    )
    number = Window(Count("pk"), partition_by=of_each)
    first = Window(FirstValue("pk"), partition_by=of_each, order_by=[*order, F("path").asc()])
    rows = comments.annotate(place=place, number=number, first=first).filter(place__lte=NEWEST)
    return rows.with_people().select_related("work").order_by("place")


def _by_what(newest: Iterable[Comment]) -> Mapping[OfWhat, Sequence[Comment]]:
    """By club and what they are about."""
    found: dict[OfWhat, list[Comment]] = defaultdict(list)
    for one in newest:
        found[one.club_id, one.work_id, one.read_id].append(one)
    return found


def _name(comment: Comment, visitor: Visitor) -> str:
    """As the club knows them, if their name may be known."""
    name = name_of(comment, visitor)
    return comment.pseud.name if comment.pseud and comment.pseud.byline == name else name


def _words(comment: Comment) -> str:
    """The beginning of what was said."""
    return Truncator(plain_under_cover(comment.html)).chars(QUOTED, truncate=" …")
