"""Imported comments find their people."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from bookcub.comments import signals
from bookcub.comments.actions.counts import lock
from bookcub.comments.models import Comment, CommentClaim
from bookcub.core.clock import now
from bookcub.people.models import Pseud, User
from bookcub.works.models import Creatorship


def claim(*, comment: Comment, pseud: Pseud) -> CommentClaim:
    """Say that an imported comment was one's own. Saying it twice changes nothing."""
    with transaction.atomic():
        made, is_new = CommentClaim.objects.get_or_create(comment=comment, pseud=pseud)
        if is_new:
            transaction.on_commit(partial(signals.claim_made.send, CommentClaim, claim=made))
    return made


def answer_claim(*, made: CommentClaim, believed: bool, by: User) -> None:
    """Give the comment to the pseud, or do not. The first answer stands; others' claims end with a yes."""
    with transaction.atomic():
        lock(made.comment.its_work.pk)
        fresh = CommentClaim.objects.select_related("comment").get(pk=made.pk)
        if fresh.answered_at is not None or (believed and fresh.comment.pseud_id is not None):
            return
        made.answered_at, made.answered_by, made.is_believed = now(), by, believed
        made.save(update_fields=["answered_at", "answered_by", "is_believed"])
        if believed:
            creators = Creatorship.objects.accepted().filter(work=fresh.comment.work_id)
            Comment.objects.filter(pk=made.comment_id).update(
                pseud=made.pseud,
                as_creator=creators.filter(pseud__user=made.pseud.user_id).exists(),
            )
            others = CommentClaim.objects.filter(comment=made.comment_id, answered_at=None)
            others.update(answered_at=made.answered_at, answered_by=by)
        transaction.on_commit(partial(signals.claim_answered.send, CommentClaim, claim=made))
