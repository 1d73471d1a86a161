"""Putting a pick into the trash, and taking it out again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.core import clock
from bookcub.people.models import User
from bookcub.picks.models import Pick


@transaction.atomic
def discard_pick(*, pick: Pick, by: User) -> None:
    """Put the pick into the trash with its suggestions and votes; a read that it led to goes on."""
    pick.club.lock()
    standing = Pick.objects.filter(pk=pick.pk, discarded_at=None)
    standing.update(discarded_at=clock.now(), discarded_by=by)


@transaction.atomic
def restore_pick(*, pick: Pick) -> None:
    """Bring the pick back as it was. ValidationError where it is not over and another one is under way now."""
    pick.club.lock()
    if pick.is_under_way and Pick.objects.filter(club=pick.club).under_way().exists():
        raise ValidationError(
            gettext(
                "Another book is being chosen in “%(club)s”, and a club chooses one at a time. Finish that first, or"
                " stop it; then bring this one back."
            )
            % {"club": pick.club.name},
            code="under_way",
        )
    Pick.objects.filter(pk=pick.pk).update(discarded_at=None, discarded_by=None)
