"""Chores of what is said."""

from __future__ import annotations

from datetime import timedelta

from bookcub.comments.actions.comments import forget
from bookcub.comments.models import MAY_UNDO_FOR, Comment
from bookcub.core.clock import now
from bookcub.core.schedule import every

HOUR = 60 * 60
ADDRESSES_KEPT = timedelta(days=1)


@every(seconds=HOUR)
def forget_deleted_comments() -> None:
    """Let go of the words and the names of what was deleted more than a day ago; empty places without answers go too."""
    # What hosts have deleted waits in their trash.
    forget(Comment.objects.filter(deleted_at__lt=now() - MAY_UNDO_FOR, discarded_at=None))


@every(seconds=HOUR)
def forget_addresses() -> None:
    """Keep the hashes of guests' addresses for a day: longer than any limit looks back."""
    old = Comment.objects.filter(posted_at__lt=now() - ADDRESSES_KEPT).exclude(guest_key="")
    old.update(guest_key="")
