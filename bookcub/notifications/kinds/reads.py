"""What a club reads, its plan, and its talk about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy

from bookcub.clubs.models import Involvement, Membership
from bookcub.comments import signals as talk
from bookcub.comments.models import Comment, CommentQuerySet, Hearers
from bookcub.notifications.kinds.base import InboxItem, NoticeKind, Telling, hears
from bookcub.notifications.kinds.clubs import involved, people
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.picks.models import Pick
from bookcub.reads import signals as reads
from bookcub.reads.models import PlanChange, Read
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.wording import change_words

TOLD = ("facts", "why", "moved")  # of a change of a plan


class OfRead(NoticeKind[Read]):
    subject = Read
    related = ("club", "work", "book")

    def open_to(self, person: User) -> QuerySet[Any]:
        return Read.objects.visible_to(person)

    def load(self, person: User, ids: Sequence[int]) -> Mapping[int, Read]:
        """With what the plan of each has moved by last."""
        last = PlanChange.objects.filter(read=OuterRef("pk"))
        told = {f"last_{name}": Subquery(last.values(name)[:1]) for name in TOLD}
        return Read.objects.select_related(*self.related).annotate(**told).in_bulk(ids)


class ReadMoved(OfRead):
    """To the members: a read begins, ends, or goes on after all."""

    name, label = "read", gettext_lazy("a read begins or ends")

    @hears(reads.read_begun)
    def begun(self, *, read: Read, by: Membership | None, **_: Any) -> Telling | None:
        """What was picked has been told as that."""
        if Pick.objects.filter(read=read).exists():
            return None
        return self._told(read, by=by, by_letter=True)

    @hears(reads.read_ended, reads.read_reopened)
    def changed(self, *, read: Read, by: Membership | None, **_: Any) -> Telling:
        return self._told(read, by=by, by_letter=False)

    def _told(self, read: Read, *, by: Membership | None, by_letter: bool) -> Telling:
        to = people(involved(read.club_id).exclude(pk=by.pk if by else 0))
        account, club = (by.user_id if by else None), read.club_id
        return Telling(read, to=to, by=account, club=club, work=read.work_id, by_letter=by_letter)

    def item(self, notice: Notice, thing: Read) -> InboxItem:
        word = thing.abandoned_word if thing.abandoned_at else ""
        return self.say(thing.get_absolute_url(), word=word, about=[thing], read=thing)


class PlanMoved(OfRead):
    """To the members, with why."""

    name, label = "plan", gettext_lazy("a plan has changed")

    @hears(reads.plan_changed)
    def changed(self, *, change: PlanChange, **_: Any) -> Telling:
        read, by = change.read, change.by
        to = people(involved(read.club_id).exclude(pk=change.by_id or 0))
        account = by.user_id if by else None
        return Telling(read, to=to, by=account, club=read.club_id, work=read.work_id)

    def item(self, notice: Notice, thing: Read) -> InboxItem:
        told = {name: getattr(thing, f"last_{name}", None) or "" for name in TOLD}
        words = change_words(PlanChange(**told), today_of(thing.club))
        return self.say(thing.get_absolute_url(), word=" ".join(words), about=[thing], read=thing)


class Talk(OfRead):
    """To members who want to hear everything.

    One line for each read; it counts what is new up to where its reader is, so it may not be there yet.
    """

    name, label = "talk", gettext_lazy("talk in a club")

    @hears(talk.comment_posted)
    def said(self, *, comment: Comment, by: User | None, **_: Any) -> Telling | None:
        if comment.hearers != Hearers.CLUB or comment.club_id is None:
            return None
        reads = Read.objects.standing().filter(club=comment.club_id, work=comment.work_id)
        read = reads.first()
        if read is None:
            return None
        members = Membership.objects.current().filter(
            club=comment.club_id, involvement=Involvement.EVERYTHING
        )
        to = [user for user in people(members) if by is None or user.pk != by.pk]
        return Telling(
            read, to=to, club=comment.club_id, work=comment.work_id, at=comment.posted_at
        )

    def condition(self, person: User) -> Q:
        new = _heard_of_others(person).filter(
            club=OuterRef("club"), work=OuterRef("work"), posted_at__gt=OuterRef("since")
        )
        return super().condition(person) & Q(Exists(new))

    def lines(
        self, person: User, notices: Sequence[Notice], things: Mapping[int, Read]
    ) -> dict[int, InboxItem]:
        """One query more, for the numbers."""
        each = [Q(club=one.club_id, work=one.work_id, posted_at__gt=one.since) for one in notices]
        found = _heard_of_others(person).filter(reduce(or_, each)).order_by()
        counted = found.values_list("club", "work").annotate(Count("pk"))
        numbers = {(club, work): number for club, work, number in counted}
        return {
            one.pk: self.say(
                reverse("comments:club_talk_index", args=[one.club_id, one.subject]),
                about=[things[one.subject]],
                read=things[one.subject],
                number=numbers.get((one.club_id, one.work_id), 0),
            )
            for one in notices
            if one.subject in things
        }


def _heard_of_others(person: User) -> CommentQuerySet:
    """What others have said to clubs, up to where the person is."""
    heard = Comment.objects.visible_to(person).spoken().filter(hearers=Hearers.CLUB)
    return heard.filter(~Q(pseud__user=person) | Q(pseud=None))
