"""Clubs in the trash, told to `people.trash`; and what other kinds of things of a club have in common there."""

from __future__ import annotations

from operator import attrgetter
from typing import Generic, TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.clubs.actions.leaving import delete_club
from bookcub.clubs.actions.trash import restore_club
from bookcub.clubs.models import Club, Membership, hosted_by
from bookcub.people.models import Discardable, User
from bookcub.people.trash import TRASH, TrashKind

OfClub = TypeVar("OfClub", bound=Discardable)


class ClubsInTrash(TrashKind[Club]):
    label = pgettext_lazy("trash", "Club")
    argument = "club_id"
    what_goes = gettext_lazy(
        "Everything in it will be gone for good: reads, choices, notes, meetings and minutes. What members said to the"
        " club goes, too."
    )

    def rows(self) -> QuerySet[Club]:
        return Club.objects.all()

    def of_person(self, person: User) -> QuerySet[Club]:
        return Club.objects.in_trash_of(person)

    def title(self, thing: Club) -> str:
        return thing.name

    def restore(self, thing: Club) -> None:
        restore_club(club=thing)

    def delete(self, thing: Club, by: User | None) -> None:
        delete_club(thing)

    def why_it_stays(self, thing: Club, person: User) -> str:
        """Of friends who decide together, one can go, and takes the club from nobody."""
        others = Membership.objects.belonging().exclude(user=person).filter(club=thing)
        if not thing.decides_together or not others.exists():
            return ""
        return gettext(
            "You do not belong to this club alone. You decide together here, so you cannot delete it alone, but you can"
            " leave it."
        )

    def empty(self, person: User) -> None:
        """A club that others belong to stays for them: one of them will host it."""
        others = Membership.objects.belonging().exclude(user=person).filter(club=OuterRef("pk"))
        for club in self.of_person(person).exclude(Exists(others)):
            self.delete(club, person)


class OfHosts(TrashKind[OfClub], Generic[OfClub]):
    """Things of a club: whoever hosts it can bring them back, and nobody takes them along."""

    club_path = "club"

    def has_words_of_others(self, thing: OfClub, person: User) -> bool:
        """Whether somebody else has said something in it that would go along."""
        return False

    def why_it_stays(self, thing: OfClub, person: User) -> str:
        """Friends who decide together do not delete each other's words."""
        club: Club = attrgetter(self.club_path.replace("__", "."))(thing)
        if not club.decides_together or not self.has_words_of_others(thing, person):
            return ""
        return gettext(
            "Others have said something in it. You decide together here, so you cannot delete it alone."
        )

    def of_person(self, person: User) -> QuerySet[OfClub]:
        mine = {f"{self.club_path}__in": hosted_by(person)}
        return self.rows().filter(discarded_at__isnull=False, **mine)

    def empty(self, person: User) -> None:
        """It is the club's."""


def register() -> None:
    """Let the trash know of clubs."""
    TRASH.register(ClubsInTrash(), name="club", owner="clubs")
