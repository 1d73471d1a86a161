"""Keeping somebody away, and hearing nothing of somebody. Neither tells the other."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext

from bookcub.core.database.locks import hold
from bookcub.people.models import User, UserBlock, UserMute

MOST = 2000  # of each, by one account


def block(*, by: User, other: User) -> UserBlock:
    """Have nothing to do with another account from now on. PermissionDenied beyond MOST, and for oneself."""
    _ensure_two(by, other)
    with transaction.atomic():
        hold(f"blocks:{by.pk}")
        _ensure_few(by.blocks.exclude(blocked=other).count())
        return UserBlock.objects.get_or_create(blocker=by, blocked=other)[0]


def mute(*, by: User, other: User, reason: str = "") -> UserMute:
    """Hear nothing of another account from now on, or for another reason than before. The same errors."""
    _ensure_two(by, other)
    with transaction.atomic():
        hold(f"blocks:{by.pk}")
        _ensure_few(by.mutes.exclude(muted=other).count())
        made, _ = UserMute.objects.update_or_create(
            muter=by, muted=other, defaults={"reason": reason}
        )
        return made


def _ensure_two(by: User, other: User) -> None:
    if by.pk == other.pk:
        raise PermissionDenied(gettext("This is you. Choose somebody else."))


def _ensure_few(number: int) -> None:
    if number >= MOST:
        raise PermissionDenied(
            gettext("Your list is full. Take somebody off it whom you need not keep away any more.")
        )
