"""The same change to several works, all or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from django.db import transaction

from bookcub.people.models import Pseud, User
from bookcub.works import signals
from bookcub.works.actions.creators import invite_co_creator
from bookcub.works.models import Work

CHANGEABLE = frozenset({"language", "visibility", "may_comment", "moderates_comments"})


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
def invite_to_works(*, works: Sequence[Work], pseuds: Iterable[Pseud], by: User) -> None:
    """Ask them onto the byline of each work where they have no part yet. ValidationError, by field."""
    for pseud in pseuds:
        for work in works:
            if not work.creatorships.filter(pseud=pseud).exists():
                invite_co_creator(work=work, pseud=pseud, by=by)
