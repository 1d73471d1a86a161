"""Putting a read into the trash, and taking it out again. Signals go with the transaction: its meetings go along."""

from __future__ import annotations

from django.db import transaction

from bookcub.core import clock
from bookcub.people.models import User
from bookcub.reads import signals
from bookcub.reads.actions.reads import begin_next
from bookcub.reads.models import Read


@transaction.atomic
def discard_read(*, read: Read, by: User) -> None:
    """Put the read into the trash with all that hangs on it. Twice changes nothing."""
    read.club.lock()
    at = clock.now()
    standing = Read.objects.filter(pk=read.pk, discarded_at=None)
    if standing.update(discarded_at=at, discarded_by=by):
        read.discarded_at, read.discarded_by = at, by
        signals.read_discarded.send(Read, read=read)
        begin_next(club=read.club)


@transaction.atomic
def restore_read(*, read: Read) -> None:
    """Bring the read back with its plan, everybody's place in it, its meetings and its memory."""
    read.club.lock()
    discarded = Read.objects.filter(pk=read.pk, discarded_at__isnull=False)
    if discarded.update(discarded_at=None, discarded_by=None):
        read.discarded_at = read.discarded_by = None
        signals.read_restored.send(Read, read=read)
        begin_next(club=read.club)
