"""What waits for a creator."""

from __future__ import annotations

from django.db.models import QuerySet

from bookcub.comments.models import Comment, CommentClaim
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.cards import (
    CommentRow,
    card_of,
    comment_row,
    tell_what_is_known,
    where_said,
)
from bookcub.comments.queries.threads import waiting_for
from bookcub.core.database.paged import PagesOf, PreparedPages
from bookcub.people.models import User
from bookcub.reading.queries.reached import prepared_within_reach


def waiting_on(visitor: Visitor) -> QuerySet[Comment]:
    """What waits for approval under a work, oldest first."""
    waiting = waiting_for(visitor.person, visitor.work)
    return waiting.with_people().order_by("posted_at", "pk")


def shown(comments: list[Comment], visitor: Visitor) -> list[CommentRow]:
    """Cards for a page of them."""
    tell_what_is_known(comments, visitor.person)
    found = []
    for comment in comments:
        about = where_said(comment, visitor) if visitor.work.chapter_count > 1 else ""
        found.append(comment_row(comment, visitor, card_of(comment, visitor, about=about)))
    return found


def claims_for(person: User) -> PagesOf[CommentClaim]:
    """Open claims that this person may answer, oldest first."""
    return _CLAIMS.of(person, person.is_keeper)


def open_claim(person: User, claim_id: int) -> CommentClaim | None:
    """An open claim that this person may answer."""
    return _claims(person, person.is_keeper).filter(pk=claim_id).first()


def _claims(person: User, keeps: bool) -> QuerySet[CommentClaim]:  # noqa: FBT001  # as it is asked
    claims = CommentClaim.objects.to_answer_by(person, keeps=keeps)
    return claims.select_related("pseud__user", "comment__work", "comment__chapter")


_CLAIMS = PreparedPages[CommentClaim](_claims, prepare=prepared_within_reach)
