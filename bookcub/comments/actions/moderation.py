"""What creators decide about what is said under their works."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from bookcub.comments import signals
from bookcub.comments.actions.comments import delete
from bookcub.comments.actions.counts import count_again, lock_talk_of
from bookcub.comments.models import Comment
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.works.models import Work


def approve(*, comment: Comment, by: User) -> None:
    """Let everyone read it. Approving twice changes nothing."""
    if comment.is_approved:
        return
    comment.approved_at = now()
    with transaction.atomic():
        lock_talk_of(comment)
        comment.save(update_fields=["approved_at"])
        count_again(comment.work_id)
        transaction.on_commit(
            partial(signals.comment_approved.send, Comment, comment=comment, by=by)
        )


def approve_all(*, work: Work, up_to: int, by: User) -> int:
    """Approve what waits, but nothing that came after the page was shown; returns how many there were."""
    with transaction.atomic():
        waiting = _shown_to(by, work, up_to)
        for comment in waiting:
            approve(comment=comment, by=by)
    return len(waiting)


def reject_all(*, work: Work, up_to: int, by: User) -> int:
    """Delete what waits, but nothing that came after the page was shown; returns how many there were."""
    with transaction.atomic():
        waiting = _shown_to(by, work, up_to)
        for comment in waiting:
            delete(comment=comment, by=by)
    return len(waiting)


def _shown_to(creator: User, work: Work, up_to: int) -> list[Comment]:
    """What waits and was on the page: what is kept from a creator is for the others to decide."""
    waiting = Comment.objects.filter(work=work).unreviewed().not_kept_from(creator)
    return list(waiting.filter(pk__lte=up_to).order_by("pk"))


def freeze(*, comment: Comment) -> None:
    """Let nobody answer this comment or anything under it."""
    if comment.frozen_at is None:
        _set_frozen(comment, frozen=True)


def thaw(*, comment: Comment) -> None:
    """Let answers be given again."""
    if comment.frozen_at is not None:
        _set_frozen(comment, frozen=False)


def _set_frozen(comment: Comment, *, frozen: bool) -> None:
    comment.frozen_at = now() if frozen else None
    comment.__dict__.pop("is_frozen", None)
    with transaction.atomic():
        comment.save(update_fields=["frozen_at"])
        transaction.on_commit(partial(signals.thread_frozen.send, Comment, comment=comment))
