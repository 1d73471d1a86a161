"""Clubs that keepers hide: told to `people.hiding`."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext

from bookcub.clubs.models import Club, ClubVisibility
from bookcub.people.hiding import HIDEABLE, HideableKind
from bookcub.people.models import User


class HideableClubs(HideableKind[Club]):
    """For their members, who are its authors, nothing changes but that they are told."""

    alike = "club"

    def rows(self) -> QuerySet[Club]:
        return Club.objects.all()

    def known_to(self, keeper: User) -> QuerySet[Club]:
        return Club.objects.visible_to(keeper).filter(discarded_at=None)

    def title(self, thing: Club) -> str:
        """Of one that has become private since, keepers learn nothing more."""
        return (
            gettext("A private club") if thing.visibility == ClubVisibility.PRIVATE else thing.name
        )

    def url(self, thing: Club) -> str:
        return "" if thing.visibility == ClubVisibility.PRIVATE else thing.get_absolute_url()


def register() -> None:
    """Let keepers hide clubs."""
    HIDEABLE.register(HideableClubs(), name="club", owner="clubs")
