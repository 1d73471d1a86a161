"""What is said about works."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from bookcub.clubs.models import Involvement, Membership
from bookcub.comments import signals as talk
from bookcub.comments.models import Comment, CommentClaim, Hearers
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import (
    CommentRow,
    card_of,
    comment_row,
    place_in_book,
    tell_what_is_known,
    where_said,
)
from bookcub.comments.queries.subjects import subject_of
from bookcub.core.clock import now
from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.notifications.kinds.base import InboxItem, NoticeKind, NoticeLetter, Telling, hears
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.people.policies import hears_of
from bookcub.reading.queries.reached import prepared_within_reach
from bookcub.reads.queries.measures import Measures
from bookcub.web.components.languages import said
from bookcub.web.covers import plain_under_cover
from bookcub.works.models import Creatorship, Work

NEWS = timedelta(hours=1)
QUOTED = 2000  # characters of a comment in a letter; the rest is on its page


class OfComment(NoticeKind[CommentRow]):
    """A comment, as a card. Of what everyone heard and somebody closed, a line says only that it is closed."""

    subject = Comment
    comes_again = False
    is_club_news = False
    wanted_by = "mails_comments"

    @hears(talk.comment_deleted)
    def deleted(self, *, comment: Comment, **_: Any) -> None:
        self.lines_about(comment).delete()

    @hears(talk.comment_edited)
    def edited(self, *, comment: Comment, **_: Any) -> None:
        """What waits for approval again is news for the creators, and not yet for anybody else."""
        if not comment.is_approved:
            lines = self.lines_about(comment)
            lines.exclude(user__in=creators_of(comment.its_work)).delete()
            lines.update(read_at=None)

    @hears(talk.comment_posted)
    def answered(self, *, comment: Comment, by: User | None, **_: Any) -> None:
        """What one has answered one has read."""
        if by is not None and comment.parent_id is not None:
            self.lines_about(comment.parent_id).of(by).mark_read()

    def condition(self, person: User) -> Q:
        this = Q(pk=OuterRef("subject"))
        everyones = Comment.objects.not_kept_from(person).filter(
            hearers=Hearers.EVERYONE, hiding=None
        )
        for_all = Exists(everyones.filter(this))
        ahead = Exists(Comment.objects.ahead_of(person).filter(this))
        open_now = Exists(Comment.objects.visible_to(person).spoken().filter(this))
        return (Q(for_all) & ~Q(ahead)) | Q(open_now)

    def load(self, person: User, ids: Sequence[int]) -> Mapping[int, CommentRow]:
        """Those that the person may still read. Four queries, and one more where a club talks."""
        found = _readable(person, ids) if ids else []
        visitors = Visitor.of_each(person, [comment.work for comment in found])
        tell_what_is_known(found, person)
        return {row.pk: _card(row, visitors[row.work_id]) for row in found}

    def item(self, notice: Notice, thing: CommentRow) -> InboxItem:
        comment = thing.comment
        subject = subject_of(comment)
        item = self.say(
            comment.get_absolute_url(),
            who=thing.card.author,
            comment=comment,
            title=subject.title,
            is_club=subject.is_club,
        )
        is_replied = getattr(comment, "is_replied", False)
        return replace(item, comment_row=thing, is_replied=is_replied)

    def letter(self, notice: Notice, item: InboxItem) -> NoticeLetter:
        if item.comment_row is None:
            raise ValueError("A letter about a comment needs the comment.")
        comment = item.comment_row.comment
        page: dict[str, object] = {
            "subject": item.sentence,
            "quoted": quoted(comment),
            "who": item.comment_row.card.author,
            "comment": comment,
            "chapter": _place_in(comment, notice.user),
            "about": subject_of(comment).name,
            "title": subject_of(comment).title,
            "must_approve": not comment.is_approved,
            "action_label": item.link,
            "action_url": item.url,
        }
        return NoticeLetter("comment", page, reverse("people:settings"))

    def telling(
        self,
        comment: Comment,
        to: Iterable[User],
        *,
        by: User | None,
        by_letter: bool,
        to_guest: bool = False,
    ) -> Telling:
        return Telling(
            comment,
            to=[user for user in to if _may_be_told(user, comment, by)],
            by=comment.pseud.user_id if comment.pseud else None,
            club=comment.club_id,
            work=comment.work_id,
            at=comment.approved_at or comment.posted_at,
            by_letter=by_letter,
            to_guest=to_guest,
        )


class Reply(OfComment):
    """To whoever is answered, once the answer is approved. A guest who left an address gets a letter."""

    name, label = "reply", gettext_lazy("a reply to what you said")
    presses = True

    @hears(talk.comment_posted)
    def posted(self, *, comment: Comment, by: User | None, **_: Any) -> Telling | None:
        if comment.hearers == Hearers.SELF or not comment.is_approved:
            return None
        news = is_news(comment)
        return self.telling(comment, _answered(comment), by=by, by_letter=news, to_guest=news)

    @hears(talk.comment_approved)
    def approved(self, *, comment: Comment, by: User, **_: Any) -> Telling:
        """A creator who is answered knows it already."""
        known = Notice.objects.filter(kind=CommentOnWork.name, subject=comment.pk)
        to = [user for user in _answered(comment) if not known.of(user).exists()]
        return self.telling(comment, to, by=by, by_letter=True, to_guest=True)

    @hears(talk.comment_restored)
    def restored(self, *, comment: Comment, **_: Any) -> Telling | None:
        if comment.hearers == Hearers.SELF or not comment.is_approved:
            return None
        return self.telling(comment, _answered(comment), by=_writer(comment), by_letter=False)


class CommentOnWork(OfComment):
    """To a work's creators, except the one it answers, who is told of an answer."""

    name, label = "comment", gettext_lazy("a comment on your work")

    @hears(talk.comment_posted)
    def posted(self, *, comment: Comment, by: User | None, **_: Any) -> Telling | None:
        return self._told(comment, by=by, by_letter=is_news(comment))

    @hears(talk.comment_restored)
    def restored(self, *, comment: Comment, **_: Any) -> Telling | None:
        return self._told(comment, by=_writer(comment), by_letter=False)

    def _told(self, comment: Comment, *, by: User | None, by_letter: bool) -> Telling | None:
        if comment.hearers != Hearers.EVERYONE:
            return None
        creators = creators_of(comment.its_work)
        if comment.is_approved:
            creators -= set(_answered(comment))
        return self.telling(comment, creators, by=by, by_letter=by_letter)


class Claim(NoticeKind[CommentClaim]):
    """To a work's creators: somebody says of an imported comment that it was theirs."""

    name, label = "claim", gettext_lazy("somebody says: this was me")
    subject = CommentClaim
    related = ("pseud__user", "comment__work")
    comes_again = False

    @hears(talk.claim_made)
    def made(self, *, claim: CommentClaim, **_: Any) -> Telling:
        work, by = claim.comment.its_work, claim.pseud.user_id
        to = [user for user in creators_of(work) if user.pk != by]
        return Telling(claim, to=to, by=by, work=work.pk)

    def open_to(self, person: User) -> QuerySet[Any]:
        """Its line names who says it, whether the work is anonymous or not."""
        return CommentClaim.objects.filter(hears_of(person, "pseud__user"))

    @hears(talk.claim_answered)
    def dealt_with(self, *, claim: CommentClaim, **_: Any) -> None:
        self.lines_about(claim).mark_read()

    def item(self, notice: Notice, thing: CommentClaim) -> InboxItem:
        return self.say(
            reverse("comments:claim_index"), about=[thing.comment.its_work], claim=thing
        )


ABOUT_COMMENTS = (Reply.name, CommentOnWork.name)


@prepared_within_reach
def _readable(person: User, comments: Collection[int]) -> QuerySet[Comment]:
    found = Comment.objects.visible_to(person).spoken().filter(pk__in=comments)
    answers = answers_of(person).filter(parent=OuterRef("pk"))
    return found.with_people().select_related("work").annotate(is_replied=Exists(answers))


def answers_of(person: User) -> Any:
    return Comment.objects.spoken().by_person(person)


def creators_of(work: Work) -> set[User]:
    parts = Creatorship.objects.accepted().filter(work=work, pseud__user__is_active=True)
    return {part.pseud.user for part in parts.select_related("pseud__user")}


def is_news(comment: Comment) -> bool:
    """What was said long ago and comes in only now is no reason for a letter."""
    return now() - comment.posted_at < NEWS


def quoted(comment: Comment) -> str:
    words = plain_under_cover(comment.html)
    return words if len(words) <= QUOTED else words[:QUOTED].rstrip() + " …"


def _card(comment: Comment, visitor: Visitor) -> CommentRow:
    about = subject_of(comment).name
    if comment.work is None or _chapter_of(comment):
        where = where_said(comment, visitor)
    else:
        where = SafeString("")
    if where:
        told = {"title": about, "chapter": where}
        about = said(gettext("%(title)s, %(chapter)s"), **told)
    return comment_row(comment, visitor, card_of(comment, visitor, about=about))


def _chapter_of(comment: Comment) -> str:
    """What its chapter is called, where the work has more than one."""
    if comment.chapter is None or comment.its_work.chapter_count <= 1:
        return ""
    return comment.chapter.heading


def _place_in(comment: Comment, reader: User) -> str:
    """The same, and of an outside book up to where it goes."""
    if comment.work is not None:
        return _chapter_of(comment)
    return place_in_book(comment, Measures(reader))


def _writer(comment: Comment) -> User | None:
    return comment.pseud.user if comment.pseud else None


def _answered(comment: Comment) -> list[User]:
    """The member it answers, if there is one."""
    parent = comment.parent
    if parent is None or parent.pseud is None or parent.is_deleted:
        return []
    return [parent.pseud.user] if parent.pseud.user.is_active else []


def _may_be_told(user: User, comment: Comment, by: User | None) -> bool:
    if by is not None and user.pk == by.pk:
        return False
    if comment.club_id is not None:
        mine = Membership.objects.current().filter(club=comment.club_id, user=user)
        if not mine.exclude(involvement=Involvement.NOTHING).exists():
            return False
    # Whether they have come to it is asked when the line is shown and when the letter goes.
    return bool(_meant_for(user, comment))


@prepared
def _meant_for(person: User, comment: Comment) -> QuerySet[Comment, int]:
    found = Comment.objects.heard_by(person).spoken().filter(pk=comment.pk)
    return found.values_list("pk", flat=True)
