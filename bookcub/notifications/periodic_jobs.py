"""Chores of telling."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from bookcub.core.clock import now
from bookcub.core.schedule import every
from bookcub.notifications.channels.digest import mail_kudos
from bookcub.notifications.models import KudosDigest
from bookcub.notifications.queries.kudos import creators_thanked

DAY = 24 * 60 * 60


@every(seconds=DAY)
def tell_of_kudos() -> int:
    """Send each creator one letter about the day's kudos; returns how many were asked for."""
    until = now()
    # Together: a kill in between neither loses kudos nor tells of them twice.
    with transaction.atomic():
        last = KudosDigest.objects.first()
        since = last.until if last else until - timedelta(days=1)
        users = creators_thanked(since, until)
        for user in users:
            mail_kudos.enqueue(user, since.isoformat(), until.isoformat())
        KudosDigest.objects.create(since=since, until=until, letters=len(users))
    return len(users)
