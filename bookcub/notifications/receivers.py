"""What notifications hear; `telling` says what is made of it."""

from __future__ import annotations

from typing import Any

from bookcub.comments.models import Comment, CommentClaim
from bookcub.notifications import club_telling, telling
from bookcub.people.models import User
from bookcub.works.models import Chapter, Creatorship, RelatedWork


def comment_posted(sender: object, *, comment: Comment, by: User | None, **_: Any) -> None:
    telling.of_comment(comment, by=by)
    club_telling.of_talk(comment, by=by)
    if by is not None and comment.parent_id is not None:
        telling.of_answer(comment, by=by)


def comment_approved(sender: object, *, comment: Comment, by: User, **_: Any) -> None:
    telling.of_approval(comment, by=by)


def comment_edited(sender: object, *, comment: Comment, **_: Any) -> None:
    telling.of_edit(comment)


def comment_deleted(sender: object, *, comment: Comment, **_: Any) -> None:
    telling.no_more_of(comment)


def comment_restored(sender: object, *, comment: Comment, **_: Any) -> None:
    by = comment.pseud.user if comment.pseud else None
    telling.of_comment(comment, by=by, by_letter=False)


def claim_made(sender: object, *, claim: CommentClaim, **_: Any) -> None:
    telling.of_claim(claim)


def claim_answered(sender: object, *, claim: CommentClaim, **_: Any) -> None:
    telling.claim_answered(claim)


def creator_invited(sender: object, *, creatorship: Creatorship, **_: Any) -> None:
    telling.of_invitation(creatorship)


def creator_accepted(sender: object, *, creatorship: Creatorship, **_: Any) -> None:
    telling.invitation_answered(creatorship)


def related_work_named(sender: object, *, related: RelatedWork, **_: Any) -> None:
    telling.of_related(related)


def chapter_posted(sender: object, *, chapter: Chapter, **_: Any) -> None:
    """A work that names others may be seen by their creators only now."""
    for related in chapter.work.parents.filter(parent__isnull=False).select_related("parent"):
        telling.of_related(related)
