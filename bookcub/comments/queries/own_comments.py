"""What one member has said, newest first, and how much was answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from bookcub.comments.models import Comment
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import card_of, where_said
from bookcub.comments.queries.subjects import Subject, subject_of
from bookcub.core.database.paged import PreparedPages
from bookcub.people.models import User
from bookcub.reading.queries.reached import prepared_within_reach
from bookcub.web.comment_card import CommentCard
from bookcub.web.covers import beginning_under_cover
from bookcub.web.pages import page_of

PER_PAGE = 25
WORDS = 200  # characters


@dataclass(frozen=True, slots=True)
class OwnComment:
    """One line of the page."""

    comment: Comment
    card: CommentCard
    subject: Subject
    chapter: SafeString  # or how far in an outside book; empty for what is about the whole
    words: SafeString  # the first of them
    answers: int  # that this member may see


@dataclass(frozen=True, slots=True)
class OwnComments:
    """`/comments/mine`."""

    page: Page[Comment]
    rows: Sequence[OwnComment]


def _own(person: User) -> QuerySet[Comment]:
    """Where they may read what it is about: a line also says what that is called now."""
    said = Comment.objects.by_person(person).heard_by(person).filter(deleted_at=None)
    return said.with_people().select_related("work", "hiding").order_by("-posted_at", "-pk")


_newest = PreparedPages[Comment](_own)


def own_comments(request: HttpRequest, person: User) -> OwnComments:
    """Seven queries at most."""
    page: Page[Comment] = page_of(_newest.of(person), request, PER_PAGE)
    said = list(page.object_list)
    visitors = Visitor.of_each(person, [comment.work for comment in said])
    keys = [comment.pk for comment in said]
    answers = dict(_answers_to(person, keys)) if keys else {}
    rows = [
        _line(comment, visitors[comment.work_id], answers.get(comment.pk, 0)) for comment in said
    ]
    return OwnComments(page, rows)


def _line(comment: Comment, visitor: Visitor, answers: int) -> OwnComment:
    is_single = comment.work is not None and comment.work.chapter_count <= 1
    card = card_of(comment, visitor)
    return OwnComment(
        comment=comment,
        card=card,
        subject=subject_of(comment),
        chapter=SafeString("") if is_single else where_said(comment, visitor),
        words=beginning_under_cover(comment.html or card.text, WORDS),
        answers=answers,
    )


@prepared_within_reach
def _answers_to(person: User, said: Collection[int]) -> QuerySet[Comment, tuple[int | None, int]]:
    """How much others have answered to each of these, up to where this person is."""
    answers = Comment.objects.visible_to(person).spoken().filter(parent__in=said)
    others = answers.exclude(pseud__user=person).order_by()
    return others.values("parent").annotate(n=Count("pk")).values_list("parent", "n")
