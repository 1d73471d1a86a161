"""Reads in the trash: told to `people.trash`."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from bookcub.clubs.trash import OfHosts
from bookcub.people.models import User
from bookcub.people.trash import TRASH
from bookcub.reads.actions.trash import restore_read
from bookcub.reads.models import Read


class ReadsInTrash(OfHosts[Read]):
    label = pgettext_lazy("trash", "Read")
    argument = "read_id"
    what_goes = gettext_lazy(
        "Its plan, its meetings with their minutes, its predictions and ratings will be gone for good, and what members"
        " said about it if it is a book from elsewhere. What they said about a story of this archive stays."
    )

    def rows(self) -> QuerySet[Read]:
        return Read.objects.select_related("club")

    def title(self, thing: Read) -> str:
        return thing.title

    def language(self, thing: Read) -> str:
        return thing.language

    def belongs_to(self, thing: Read) -> str:
        return thing.club.name

    def has_words_of_others(self, thing: Read, person: User) -> bool:
        """What was said at its meetings, guessed and thought of it, and said of a book from elsewhere: that goes with it."""
        said = thing.comments.filter(deleted_at=None).exclude(pseud__user=person)
        readers = thing.readers.filter(rated_at__isnull=False).exclude(membership__user=person)
        guesses = thing.predictions.exclude(membership__user=person)
        meetings = TRASH["meeting"]
        return (
            said.exists()
            or readers.exists()
            or guesses.exists()
            or any(meetings.why_it_stays(each, person) for each in thing.meetings.all())
        )

    def restore(self, thing: Read) -> None:
        restore_read(read=thing)

    def delete(self, thing: Read, by: User | None) -> None:
        thing.delete()


def register() -> None:
    """Let the trash know of reads."""
    TRASH.register(ReadsInTrash(), name="read", owner="reads")
