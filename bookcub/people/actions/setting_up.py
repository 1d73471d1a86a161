"""The first minute of an archive: its name and its keeper."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from bookcub.people.context import forget_archive
from bookcub.people.models import Archive, User


class AlreadySetUpError(Exception):
    """This archive has a name and a keeper already."""


def set_up(archive: Archive, *, keeper: str, password: str, email: str = "") -> User:
    """Name the archive, make its keeper's account and open the doors, all or nothing.

    `archive` is a row that nobody has saved. Its values are validated by the caller; its language is the one that it
    was set up in, its time zone also its keeper's. Raises AlreadySetUpError; of two who try at once, one succeeds.
    """
    there = Archive.current()
    with transaction.atomic():
        given = Archive.objects.filter(pk=there.pk, set_up_at=None).update(
            name=archive.name,
            description=archive.description,
            sign_up=archive.sign_up,
            language=get_language() or "en",
            time_zone=archive.time_zone,
            set_up_at=timezone.now(),
        )
        if not given:
            raise AlreadySetUpError
        # update() sends no signal, and the next page must not think that the archive is still empty.
        transaction.on_commit(forget_archive)
        user = User.objects.create_superuser(
            keeper, email, password, terms_agreed_at=timezone.now()
        )
        user.preferences.time_zone = archive.time_zone
        user.preferences.save(update_fields=["time_zone"])
        return user
