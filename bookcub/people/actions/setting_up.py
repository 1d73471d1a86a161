"""The first minute of an archive: its name and its keeper."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from bookcub.people.context import forget_archive
from bookcub.people.models import Archive, SignUp, User


class AlreadySetUpError(Exception):
    """This archive has a name and a keeper already."""


def set_up(
    *,
    name: str,
    keeper: str,
    password: str,
    email: str = "",
    description: str = "",
    sign_up: str = SignUp.OPEN,
) -> User:
    """Name the archive, make its keeper's account and open the doors, all or nothing.

    The values are validated by the caller; the archive's language is the one that it was set up in. Raises
    AlreadySetUpError; of two who try at once, one succeeds.
    """
    archive = Archive.current()
    with transaction.atomic():
        given = Archive.objects.filter(pk=archive.pk, set_up_at=None).update(
            name=name,
            description=description,
            sign_up=sign_up,
            language=get_language() or "en",
            set_up_at=timezone.now(),
        )
        if not given:
            raise AlreadySetUpError
        # update() sends no signal, and the next page must not think that the archive is still empty.
        transaction.on_commit(forget_archive)
        return User.objects.create_superuser(
            keeper, email, password, terms_agreed_at=timezone.now()
        )
