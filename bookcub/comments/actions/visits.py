"""Remembering when somebody last looked at what is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from bookcub.comments.models import CommentVisit
from bookcub.core.behind import WrittenBehind
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# By person and work: when they last looked.
looks: WrittenBehind[tuple[int, int], datetime] = WrittenBehind("comment-looks")


def look(*, at: Work, by: User | AnonymousUser) -> datetime | None:
    """Note that a member looks at a work's comments now; returns since when comments are new to them.

    Nothing for a first visit, for guests, and for members who keep no history.
    """
    if not by.is_authenticated or not by.preferences.keeps_history:
        return None
    moment = now()
    visit = CommentVisit.objects.filter(user=by, work=at).first()
    # What the pages before have left and is not written yet.
    for earlier in filter(None, [looks.unwritten().get((by.pk, at.pk))]):
        visit = _looked(visit, by.pk, at.pk, earlier)
    if visit is None or visit.look(at=moment):
        looks.leave((by.pk, at.pk), moment)
    return visit.new_since if visit else None


def _looked(visit: CommentVisit | None, user: int, work: int, at: datetime) -> CommentVisit:
    if visit is None:
        return CommentVisit(user_id=user, work_id=work, seen_at=at)
    visit.look(at=at)
    return visit


@looks.stored_by
def _store(told: Mapping[tuple[int, int], datetime]) -> None:
    # Some may be gone by now.
    users = set(User.objects.filter(pk__in={user for user, _ in told}).values_list("pk", flat=True))
    works = set(Work.objects.filter(pk__in={work for _, work in told}).values_list("pk", flat=True))
    wanted = sorted((user, work) for user, work in told if user in users and work in works)
    CommentVisit.objects.bulk_create(
        [
            CommentVisit(user_id=user, work_id=work, seen_at=told[user, work])
            for user, work in wanted
        ],
        ignore_conflicts=True,
    )
    with transaction.atomic():
        rows = CommentVisit.objects.select_for_update(of=("self",)).order_by("user", "work")
        for visit in rows.filter(user__in=users, work__in=works):
            if (key := (visit.user_id, visit.work_id)) in told and visit.look(at=told[key]):
                visit.save(update_fields=["seen_at", "new_since"])
