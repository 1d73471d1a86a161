"""The same change to several works, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from django.db import transaction

from bookcub.people.models import User
from bookcub.works import signals
from bookcub.works.actions.works import delete_work
from bookcub.works.models import Work

CHANGEABLE = frozenset({"visibility", "may_comment", "moderates_comments"})


@transaction.atomic
def revise_works(*, works: Sequence[Work], changes: Mapping[str, object]) -> None:
    """Set these fields on every work. KeyError for a field that is not changed in numbers."""
    if not changes.keys() <= CHANGEABLE:
        raise KeyError(*(changes.keys() - CHANGEABLE))
    for work in works:
        with work.counting_tag_uses():
            for name, value in changes.items():
                setattr(work, name, value)
            work.save(update_fields=list(changes))
        transaction.on_commit(partial(signals.work_revised.send, Work, work=work))


@transaction.atomic
def delete_works(*, works: Sequence[Work], by: User) -> None:
    for work in works:
        delete_work(work=work, by=by)
