"""What the clock does to picks: closing, reminding, handing on the turns of those who left."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db import transaction
from django.db.models import Q

from bookcub.picks import signals
from bookcub.picks.actions.closing import close
from bookcub.picks.actions.picks import locked
from bookcub.picks.actions.turns import hand_on_left_turns
from bookcub.picks.models import Method, Pick, Stage

log = structlog.get_logger("bookcub.clubs")

LONGEST_NOTICE = timedelta(days=1)
DAY = timedelta(days=1)


def close_what_is_due(*, at: datetime) -> int:
    """End every phase whose deadline has come, and say how many were."""
    due = Q(stage=Stage.VOTING, vote_closes_at__lte=at) | (
        Q(stage=Stage.NOMINATING, nominations_close_at__lte=at) & ~Q(method=Method.TURNS)
    )
    closed = 0
    standing = Pick.objects.standing().select_related("club")
    # The last one whose ballot was missing may have left.
    for pick in [*standing.filter(due), *standing.voted_by_all().exclude(due)]:
        try:
            close(pick=pick, due_at=at)
        except Exception:
            # One pick that cannot be closed must not keep all others open.
            log.exception("a pick could not be closed", pick=pick.pk)
        else:
            closed += 1
    return closed


def remind_of_what_is_due(*, at: datetime) -> int:
    """Say once before each deadline that it is near, and hand on turns whose members have left."""
    left = (
        Pick.objects.standing()
        .filter(stage=Stage.NOMINATING, method=Method.TURNS)
        .filter(Q(turn_of__left_at__isnull=False) | Q(turn_of__user=None), turn_of__isnull=False)
    )
    for pick in left.select_related("club"):
        hand_on_left_turns(pick=pick)
    waiting = Pick.objects.under_way().filter(reminded_at=None).select_related("club")
    return sum(_remind(pick, at) for pick in waiting)


@transaction.atomic
def _remind(pick: Pick, at: datetime) -> bool:
    fresh = locked(pick)
    due = reminder_due_at(fresh)
    if fresh.reminded_at is not None or due is None or due > at:
        return False
    fresh.reminded_at = at
    fresh.save(update_fields=["reminded_at"])
    transaction.on_commit(partial(signals.pick_reminder_due.send, Pick, pick=fresh))
    return True


def reminder_due_at(pick: Pick) -> datetime | None:
    """A day before the deadline, half the time where there is only a day; for a turn when its days are over."""
    if pick.is_by_turns:
        return pick.nominations_close_at if pick.is_nominating else None
    if pick.closes_at is None:
        return None
    days = pick.terms.voting_days if pick.is_voting else pick.terms.nominating_days
    return pick.closes_at - min(LONGEST_NOTICE, days * DAY / 2)
