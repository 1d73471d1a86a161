"""What a club says: for those of its members who want to hear everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from bookcub.clubs.models import Involvement, Membership
from bookcub.comments import signals as talk
from bookcub.comments.models import Comment, CommentQuerySet, Hearers
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import name_of
from bookcub.notifications.kinds.base import InboxItem, Telling, hears
from bookcub.notifications.kinds.clubs import people
from bookcub.notifications.kinds.comments import OfComment, is_news
from bookcub.notifications.kinds.reads import OfRead
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.reads.models import Read
from bookcub.web.covers import plain_under_cover
from bookcub.web.enumeration import enumerated_text

QUIET = timedelta(hours=1)  # no second letter so soon, unless its reader has looked
NEWEST = 3  # of what a line is about: their writers are named
QUOTED = 240  # characters


class Talk(OfRead):
    """About what the club reads. One line for each read, which says who said something and what came last.

    It tells what is new up to where its reader is, so it may not be there yet.
    """

    name, label = "talk", gettext_lazy("talk in a club")
    icon = "comment"
    comes_first = True

    @hears(talk.comment_posted)
    def said(self, *, comment: Comment, by: User | None, **_: Any) -> Telling | None:
        if comment.hearers != Hearers.CLUB or comment.club_id is None:
            return None
        read = _read_of(comment)
        if read is None:
            return None
        return Telling(
            read,
            to=_listeners(comment, by),
            club=comment.club_id,
            work=comment.work_id,
            at=comment.posted_at,
            by_letter=is_news(comment),
        )

    def condition(self, person: User) -> Q:
        new = _heard_of_others(person).filter(
            club=OuterRef("club"), work=OuterRef("work"), posted_at__gt=OuterRef("since")
        )
        return super().condition(person) & Q(Exists(new))

    def is_worth_a_letter(self, notice: Notice, at: datetime | None) -> bool:
        """The first in a while: of what lies ahead there is none, and of what follows at once none either."""
        if at is None:
            return False
        heard = _heard_of_others(notice.user).filter(club=notice.club_id, work=notice.work_id)
        lately = heard.filter(posted_at__gt=max(notice.since, at - QUIET), posted_at__lte=at)
        moments = lately.order_by("-posted_at").values_list("posted_at", flat=True)[:2]
        return list(moments) == [at]

    def lines(
        self, person: User, notices: Sequence[Notice], things: Mapping[int, Read]
    ) -> dict[int, InboxItem]:
        """Two queries more: for what is new, and for who created the works."""
        each = [Q(club=one.club_id, work=one.work_id, posted_at__gt=one.since) for one in notices]
        newest = _newest(_heard_of_others(person).filter(reduce(or_, each)))
        visitors = Visitor.of_each(person, [one.work for rows in newest.values() for one in rows])
        return {
            one.pk: self._line(one, things[one.subject], rows, visitors)
            for one in notices
            if one.subject in things and (rows := newest.get((one.club_id, one.work_id or 0)))
        }

    def _line(
        self,
        notice: Notice,
        read: Read,
        newest: Sequence[Comment],
        visitors: Mapping[int, Visitor],
    ) -> InboxItem:
        last, number = newest[0], getattr(newest[0], "number", 1)
        url = reverse("comments:club_talk_index", args=[read.club_id, read.pk])
        names = dict.fromkeys(_name(one, visitors[one.work_id]) for one in newest)
        chapter = last.chapter if last.work.chapter_count > 1 and number == 1 else None
        return self.say(
            last.get_absolute_url() if number == 1 else url,
            word=_words(last),
            about=[read],
            read=read,
            number=number,
            name=enumerated_text(list(names)),
            are_several=len(names) > 1,
            is_note=bool(last.block_id) and last.parent_id is None,
            chapter=chapter.heading if chapter else "",
        )


class SaidToClub(OfComment):
    """About a work that the club does not read: each on a line of its own."""

    name, label = "said", gettext_lazy("talk in a club")
    icon = "comment"
    comes_first = True
    is_club_news = True

    @hears(talk.comment_posted)
    def posted(self, *, comment: Comment, by: User | None, **_: Any) -> Telling | None:
        if comment.hearers != Hearers.CLUB or comment.club_id is None or _read_of(comment):
            return None
        to = _listeners(comment, by)
        return self.telling(comment, to, by=by, by_letter=is_news(comment))


def _read_of(comment: Comment) -> Read | None:
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


def _heard_of_others(person: User) -> CommentQuerySet:
    """What others have said to clubs, up to where the person is."""
    heard = Comment.objects.visible_to(person).spoken().filter(hearers=Hearers.CLUB)
    return heard.filter(~Q(pseud__user=person) | Q(pseud=None))


def _newest(comments: CommentQuerySet) -> Mapping[tuple[int | None, int], Sequence[Comment]]:
    """The last few by club and work, the newest first; each knows the `number` of all. One query."""
    of_each = [F("club_id"), F("work_id")]
    place = Window(
        RowNumber(), partition_by=of_each, order_by=[F("posted_at").desc(), F("pk").desc()]
    )
    number = Window(Count("pk"), partition_by=of_each)
    rows = comments.annotate(place=place, number=number).filter(place__lte=NEWEST)
    found: dict[tuple[int | None, int], list[Comment]] = defaultdict(list)
    for one in rows.with_people().select_related("work").order_by("place"):
        found[one.club_id, one.work_id].append(one)
    return found


def _name(comment: Comment, visitor: Visitor) -> str:
    """As the club knows them, if their name may be known."""
    name = name_of(comment, visitor)
    return comment.pseud.name if comment.pseud and comment.pseud.byline == name else name


def _words(comment: Comment) -> str:
    """The beginning of what was said."""
    return Truncator(plain_under_cover(comment.html)).chars(QUOTED, truncate=" …")
