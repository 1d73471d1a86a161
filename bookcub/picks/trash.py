"""Picks in the trash: told to `people.trash`."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.clubs.trash import OfHosts
from bookcub.people.models import User
from bookcub.people.trash import TRASH
from bookcub.picks.actions.trash import restore_pick
from bookcub.picks.models import Pick


class PicksInTrash(OfHosts[Pick]):
    label = pgettext_lazy("trash", "Choosing")
    argument = "pick_id"
    what_goes = gettext_lazy(
        "Its suggestions, seconds and ballots will be gone for good. A read that it led to stays."
    )

    def rows(self) -> QuerySet[Pick]:
        return Pick.objects.select_related("club", "winner")

    def title(self, thing: Pick) -> str:
        if thing.winner:
            return thing.winner.title
        return thing.word or gettext("What will you read next?")

    def language(self, thing: Pick) -> str:
        return thing.winner.language if thing.winner else ""

    def belongs_to(self, thing: Pick) -> str:
        return thing.club.name

    def has_words_of_others(self, thing: Pick, person: User) -> bool:
        """What others have suggested, be it off the list."""
        return thing.nominations.exclude(membership__user=person).exists()

    def restore(self, thing: Pick) -> None:
        restore_pick(pick=thing)

    def delete(self, thing: Pick, by: User | None) -> None:
        thing.delete()


def register() -> None:
    """Let the trash know of picks."""
    TRASH.register(PicksInTrash(), name="pick", owner="picks")
