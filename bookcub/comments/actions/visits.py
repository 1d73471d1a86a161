"""Remembering when somebody last looked at what is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from bookcub.clubs.models import Club, Membership
from bookcub.comments.models import ClubVisit, CommentVisit, Looks, club_looks, looks
from bookcub.comments.signals import club_seen
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def look(*, at: Work, by: User | AnonymousUser) -> datetime | None:
    """Note that a member looks at a work's comments now; returns since when comments are new to them.

    Nothing for a first visit, for guests, and for members who keep no history.
    """
    if not by.is_authenticated or not by.preferences.keeps_history:
        return None
    visit = CommentVisit.objects.filter(user=by, work=at).first()
    return _looked(visit, looks, (by.pk, at.pk))


def look_at_club(me: Membership) -> datetime | None:
    """Note that a member looks at their club now; returns since when its talk is new to them.

    On a first visit that is since they belong to it. Nothing for members who keep no history.
    """
    if me.user is None or not me.user.preferences.keeps_history:
        return None
    visit = ClubVisit.objects.filter(user=me.user, club=me.club_id).first()
    return _looked(visit, club_looks, (me.user.pk, me.club_id)) or me.joined_at


def _looked(
    visit: CommentVisit | ClubVisit | None, kept: Looks, key: tuple[int, int]
) -> datetime | None:
    """Since when what is said is new. What the pages before have left and is not written yet counts as well."""
    moment, earlier = now(), kept.unwritten().get(key)
    if earlier and visit:
        visit.look(at=earlier)
    elif earlier:
        visit = ClubVisit(seen_at=earlier)  # of either kind: only its moments are asked
    if visit is None or visit.look(at=moment):
        kept.leave(key, moment)
    return visit.new_since if visit else None


@looks.stored_by
def _store(told: Mapping[tuple[int, int], datetime]) -> None:
    known = _still_there(told, Work.objects.all())
    CommentVisit.objects.bulk_create(
        [
            CommentVisit(user_id=user, work_id=work, seen_at=at)
            for (user, work), at in known.items()
        ],
        ignore_conflicts=True,
    )
    with transaction.atomic():
        rows = CommentVisit.objects.select_for_update(of=("self",)).order_by("user", "work")
        for visit in rows.filter(**_keys(known, "work")):
            if (key := (visit.user_id, visit.work_id)) in known and visit.look(at=known[key]):
                visit.save(update_fields=["seen_at", "new_since"])


@club_looks.stored_by
def _store_of_clubs(told: Mapping[tuple[int, int], datetime]) -> None:
    known = _still_there(told, Club.objects.all())
    ClubVisit.objects.bulk_create(
        [ClubVisit(user_id=user, club_id=club, seen_at=at) for (user, club), at in known.items()],
        ignore_conflicts=True,
    )
    with transaction.atomic():
        rows = ClubVisit.objects.select_for_update(of=("self",)).order_by("user", "club")
        for visit in rows.filter(**_keys(known, "club")):
            if (key := (visit.user_id, visit.club_id)) in known and visit.look(at=known[key]):
                visit.save(update_fields=["seen_at", "new_since"])
        for (user, club), at in known.items():
            club_seen.send(ClubVisit, user=user, club=club, at=at)


def _still_there(
    told: Mapping[tuple[int, int], datetime], rows: QuerySet[Any]
) -> dict[tuple[int, int], datetime]:
    """Some may be gone by now."""
    users = set(User.objects.filter(pk__in={user for user, _ in told}).values_list("pk", flat=True))
    there = set(rows.filter(pk__in={about for _, about in told}).values_list("pk", flat=True))
    return {key: told[key] for key in sorted(told) if key[0] in users and key[1] in there}


def _keys(known: Mapping[tuple[int, int], datetime], about: str) -> dict[str, set[int]]:
    return {"user__in": {user for user, _ in known}, f"{about}__in": {pk for _, pk in known}}
