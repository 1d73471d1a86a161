"""Remembering when somebody last looked at what is said."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bookcub.comments.models import CommentVisit
from bookcub.core.clock import now
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


def look(*, at: Work, by: User | AnonymousUser) -> datetime | None:
    """Note that a member looks at a work's comments now; returns since when comments are new to them.

    Nothing for a first visit, for guests, and for members who keep no history.
    """
    if not by.is_authenticated or not by.preferences.keeps_history:
        return None
    moment = now()
    visit, is_first = CommentVisit.objects.get_or_create(
        user=by, work=at, defaults={"seen_at": moment}
    )
    if not is_first:
        visit.look(at=moment)
    return visit.new_since
