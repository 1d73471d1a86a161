"""Clubs that keepers hide: told to `people.hiding`."""

from __future__ import annotations

from django.db.models import QuerySet

from bookcub.clubs.models import Club
from bookcub.people.hiding import HIDEABLE, HideableKind
from bookcub.people.models import User


class HideableClubs(HideableKind[Club]):
    """For their members, who are its authors, nothing changes but that they are told."""

    alike = "club"

    def rows(self) -> QuerySet[Club]:
        return Club.objects.filter(discarded_at=None)

    def known_to(self, keeper: User) -> QuerySet[Club]:
        return Club.objects.visible_to(keeper)


def register() -> None:
    """Let keepers hide clubs."""
    HIDEABLE.register(HideableClubs(), name="club", owner="clubs")
