"""Thanks, once from each."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from bookcub.comments import signals
from bookcub.comments.actions.counts import lock
from bookcub.comments.models import Kudos
from bookcub.people.models import User
from bookcub.works.models import Work


def give_kudos(*, work: Work, by: User | None, guest_key: str = "") -> bool:
    """Thank for a work as a member, or as a guest known by a keyed hash; says whether it is the first time."""
    with transaction.atomic():
        lock(work.pk)
        kudos, is_new = Kudos.objects.get_or_create(
            work=work, user=by, guest_key="" if by else guest_key
        )
        if is_new:
            count_kudos(work)
            transaction.on_commit(partial(signals.kudos_given.send, Kudos, kudos=kudos))
    return is_new


def take_kudos_back(*, work: Work, by: User | None, guest_key: str = "") -> bool:
    """Take one's thanks back; says whether there were any."""
    with transaction.atomic():
        lock(work.pk)
        given = work.kudos.filter(user=by) if by else work.kudos.filter(guest_key=guest_key)
        gone, _ = given.delete()
        count_kudos(work)
        transaction.on_commit(partial(signals.kudos_taken_back.send, Kudos, work=work))
    return bool(gone)


def count_kudos(work: Work) -> None:
    work.kudos_count = work.kudos.of_the_living().count()
    Work.objects.filter(pk=work.pk).update(kudos_count=work.kudos_count)
