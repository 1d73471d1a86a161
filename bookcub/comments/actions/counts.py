"""The number on the blurb."""

from __future__ import annotations

from bookcub.clubs.models import Club
from bookcub.comments.models import Comment
from bookcub.works.models import Work


def lock(work_id: int) -> Work:
    """Let nobody else change what is said about a work until this transaction ends."""
    return Work.objects.select_for_update(of=("self",)).get(pk=work_id)


def lock_talk_of(comment: Comment) -> None:
    """The same for what a comment belongs to: its work, else its club. A note beside both is its writer's alone."""
    if comment.work_id is not None:
        lock(comment.work_id)
    elif comment.club_id is not None:
        Club.objects.select_for_update(of=("self",)).get(pk=comment.club_id)


def count_again(work_id: int | None) -> None:
    """Count the comments that every reader of the work can see, if there is one. The caller holds the lock."""
    if work_id is None:
        return
    number = Comment.objects.filter(work=work_id).for_everyone().count()
    Work.objects.filter(pk=work_id).update(comment_count=number)
