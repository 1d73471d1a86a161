"""Who puts tags in order: keepers give the role and take it back."""

from __future__ import annotations

from django.db import transaction

from bookcub.people.actions.accounts import ensure_still_keeps
from bookcub.people.models import ArchiveRole, RoleKind, User
from bookcub.tags.models import Tag


def appoint(somebody: User, *, fandom: Tag | None, by: User) -> None:
    """Let somebody put all tags in order, or those of a fandom. Raises PermissionDenied to who keeps no more."""
    with transaction.atomic():
        ensure_still_keeps(by)
        somebody.give_role(RoleKind.WRANGLER, scope=str(fandom.pk) if fandom else "", by=by)


def dismiss(role: ArchiveRole, *, by: User) -> None:
    """Take the role back. Raises PermissionDenied to who keeps no more."""
    with transaction.atomic():
        ensure_still_keeps(by)
        role.person.take_role(RoleKind.WRANGLER, scope=role.scope)
