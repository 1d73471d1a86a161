"""The number on the blurb."""

from __future__ import annotations

from bookcub.comments.models import Comment
from bookcub.works.models import Work


def lock(work_id: int) -> Work:
    """Let nobody else change what is said about a work until this transaction ends."""
    return Work.objects.select_for_update(of=("self",)).get(pk=work_id)


def count_again(work_id: int) -> None:
    """Count the comments that every reader of the work can see. The caller holds the lock."""
    number = Comment.objects.filter(work=work_id).for_everyone().count()
    Work.objects.filter(pk=work_id).update(comment_count=number)
