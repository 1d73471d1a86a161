"""Who may bring works in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookcub.importing.models import ClubImport, Import
from bookcub.people.models import User
from bookcub.works.policies import may_write

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

OPEN_MAX = 10  # imports of one person that wait for a decision: their files take room


def may_import(person: User | AnonymousUser) -> bool:
    """Whoever may post."""
    return may_write(person)


def has_room(person: User) -> bool:
    """Whether this person has few enough imports that wait for a decision."""
    return Import.objects.visible_to(person).open().count() < OPEN_MAX


def has_room_for_club(person: User) -> bool:
    """Whether this person has few enough files of clubs that wait for a decision."""
    return ClubImport.objects.visible_to(person).waiting().count() < OPEN_MAX
