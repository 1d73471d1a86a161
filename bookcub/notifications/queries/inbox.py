"""The inbox, with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from bookcub.comments.models import Comment
from bookcub.comments.policies import Standing
from bookcub.comments.queries.cards import Said, card_of, said, tell_what_is_known
from bookcub.notifications.models import Notice, NoticeKind
from bookcub.notifications.queries.club_lines import RELATED, line_of
from bookcub.people.models import User
from bookcub.web.pages import page_of
from bookcub.works.models import Creatorship, Work

NOTICES = 25
KINDS: dict[str, NoticeKind] = {str(kind): kind for kind in NoticeKind}


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What of the inbox is shown, as its address says it."""

    read: Literal["all", "read", "unread"] = "all"
    replied: Literal["all", "yes", "no"] = "all"
    order: Literal["newest", "oldest"] = "newest"

    @property
    def is_set(self) -> bool:
        return self != InboxFilter()

    def of(self, person: User, kinds: Collection[str]) -> QuerySet[Notice]:
        notices = Notice.objects.visible_to(person, kinds=kinds)
        if self.read != "all":
            notices = notices.unread() if self.read == "unread" else notices.read()
        if self.replied == "yes":
            notices = notices.answered_by(person)
        elif self.replied == "no":
            notices = notices.unanswered_by(person)
        order = ("made_at", "pk") if self.order == "oldest" else ("-made_at", "-pk")
        return notices.order_by(*order)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line. `said` is the comment it is about; without one, `sentence` and `url` say what there is to do."""

    notice: Notice
    said: Said | None = None
    work: Work | None = None
    sentence: str = ""
    url: str = ""
    link: str = ""
    is_replied: bool = False
    word: str = ""  # somebody's own
    at: datetime | None = None  # the date that it is about
    others: Sequence[Said] = ()  # further answers to the same
    notices: Sequence[int] = ()  # if it gathers several

    @property
    def value(self) -> str:
        """What its box sends: the notices it stands for."""
        return " ".join(str(pk) for pk in self.notices or (self.notice.pk,))

    @property
    def gathers(self) -> str:
        """“Bo and 2 others answered”."""
        if not self.said or not self.others:
            return ""
        number = len({one.card.author for one in self.others} - {self.said.card.author})
        more = "" if not number else " and one other" if number == 1 else f" and {number} others"
        return f"{self.said.card.author}{more} answered"


@dataclass(frozen=True, slots=True)
class InboxPage:
    """`/inbox`."""

    page: Page[Notice]
    rows: Sequence[InboxRow]
    chosen: InboxFilter
    unread: int
    total: int


def inbox_page(request: HttpRequest, person: User, chosen: InboxFilter) -> InboxPage:
    """Twelve queries at most."""
    related = (
        "comment",
        "creatorship__work",
        "related__work",
        "related__parent",
        "claim__pseud__user",
    )
    kinds = Notice.objects.kinds_of(person)
    notices = chosen.of(person, kinds).select_related(
        *related, "claim__comment__work", "creatorship__invited_by", "user", *RELATED
    )
    page: Page[Notice] = page_of(notices, request, NOTICES)
    shown = list(page.object_list)
    comments = _comments_of(shown, person)
    answered = set(
        Comment.objects.spoken()
        .by_person(person)
        .filter(parent__in=list(comments))
        .values_list("parent_id", flat=True)
    )
    open_works = _works_of(shown, person)
    return InboxPage(
        page=page,
        rows=_gathered([_row(notice, comments, answered, open_works) for notice in shown]),
        chosen=chosen,
        **Notice.objects.visible_to(person, kinds=kinds).aggregate(
            unread=Count("pk", filter=Q(read_at=None)), total=Count("pk")
        ),
    )


def _comments_of(notices: Iterable[Notice], person: User) -> dict[int, Said]:
    """The comments that the person may still see, as cards. Five queries."""
    ids = [notice.comment_id for notice in notices if notice.comment_id]
    found = list(
        Comment.objects.visible_to(person)
        .spoken()
        .filter(pk__in=ids)
        .with_people()
        .select_related("work")
    )
    works = {comment.work_id: comment.work for comment in found}
    creators: dict[int, set[int]] = {pk: set() for pk in works}
    parts = Creatorship.objects.accepted().filter(work__in=works)
    for work, user in parts.values_list("work_id", "pseud__user_id"):
        creators[work].add(user)
    stands = {pk: Standing(person, work, frozenset(creators[pk])) for pk, work in works.items()}
    tell_what_is_known(found, person)
    cards = {}
    for comment in found:
        stand = stands[comment.work_id]
        about = comment.work.title
        if comment.chapter and comment.work.chapter_count > 1:
            about = f"{about}, {comment.chapter.heading}"
        cards[comment.pk] = said(comment, stand, card_of(comment, stand, about=about))
    return cards


def _works_of(notices: Iterable[Notice], person: User) -> set[int]:
    """Which of the related works the person may see. One query."""
    ids = [notice.related.work_id for notice in notices if notice.related]
    return set(Work.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


def _row(
    notice: Notice, comments: dict[int, Said], answered: set[int], open_works: set[int]
) -> InboxRow:
    if notice.comment_id in comments:
        one = comments[notice.comment_id]
        return InboxRow(
            notice, said=one, work=one.comment.work, is_replied=notice.comment_id in answered
        )
    if notice.creatorship is not None:
        return _invitation(notice, notice.creatorship)
    if notice.related is not None and notice.related.work_id in open_works:
        title = notice.related.parent.title if notice.related.parent else ""
        sentence = (
            f"“{notice.related.work.title}” says that it owes something to your work “{title}”."
        )
        return InboxRow(
            notice, sentence=sentence, url="/works/related", link="Decide whether it shows"
        )
    if notice.claim is not None:
        claim = notice.claim
        sentence = f"{claim.pseud.byline} says that an imported comment on “{claim.comment.work.title}” was theirs."
        return InboxRow(notice, sentence=sentence, url="/comments/claims", link="Answer")
    if (line := line_of(notice)) is not None:
        return InboxRow(
            notice, sentence=line.sentence, url=line.url, link=line.link, word=line.word, at=line.at
        )
    return InboxRow(notice, sentence="What stood here is no longer open to you.")


def _gathered(rows: Sequence[InboxRow]) -> list[InboxRow]:
    """Several unread answers to the same are one line: “Bo and 2 others answered”."""
    found: list[InboxRow] = []
    first: dict[int, int] = {}  # what was answered: where its line stands
    for row in rows:
        parent = row.said.comment.parent_id if row.said else None
        if row.notice.kind != NoticeKind.REPLY or row.notice.is_read or parent is None:
            found.append(row)
        elif parent in first and row.said is not None:
            line = found[first[parent]]
            found[first[parent]] = replace(
                line,
                others=(*line.others, row.said),
                notices=(*line.notices, row.notice.pk),
            )
        else:
            first[parent] = len(found)
            found.append(replace(row, notices=(row.notice.pk,)))
    return found


def _invitation(notice: Notice, part: Creatorship) -> InboxRow:
    who = part.invited_by.username if part.invited_by else "Somebody"
    sentence = f"{who} invites you to be a creator of “{part.work.title}”."
    if part.is_accepted:
        return InboxRow(
            notice,
            sentence=f"{sentence} You have accepted.",
            url=part.work.get_absolute_url(),
            link="Open it",
        )
    return InboxRow(notice, sentence=sentence, url="/works/invitations", link="Answer")
