"""Putting a club into the trash, and taking it out again. Signals go with the transaction: its meetings hear of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bookcub.clubs import signals
from bookcub.clubs.actions.entering import ensure_may_belong
from bookcub.clubs.models import Club, Membership, Role
from bookcub.core import clock
from bookcub.people.models import User


@transaction.atomic
def discard_club(*, club: Club, by: User | None, at: datetime | None = None) -> None:
    """Put the club into the trash with all that is in it. Twice changes nothing."""
    moment = at or clock.now()
    standing = Club.objects.filter(pk=club.pk, discarded_at=None)
    if not standing.update(discarded_at=moment, discarded_by=by):
        return
    club.discarded_at, club.discarded_by = moment, by
    signals.club_discarded.send(Club, club=club)


@transaction.atomic
def restore_club(*, club: Club) -> None:
    """Bring the club back with everybody who belonged to it; where all had left, the last one hosts it again.

    ValidationError where that one is in as many clubs as one can be.
    """
    club.lock()
    club.refresh_from_db(fields=["discarded_at"])
    if club.discarded_at is None:
        return
    if not Membership.objects.belonging().filter(club=club).exists():
        _let_the_last_one_in(club)
    Club.objects.filter(pk=club.pk).update(discarded_at=None, discarded_by=None)
    club.discarded_at = club.discarded_by = None
    signals.club_restored.send(Club, club=club)


def _let_the_last_one_in(club: Club) -> None:
    left = Membership.objects.filter(club=club, left_at=club.discarded_at, user__isnull=False)
    last = left.select_related("pseud", "user").first()
    if last is not None and last.user is not None:
        pseud = last.pseud or last.user.default_pseud
        ensure_may_belong(pseud)
        last.begin_again(pseud=pseud, turn=0)
        last.take_role(Role.HOST)
