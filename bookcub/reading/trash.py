"""Lists in the trash: told to `people.trash`."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from bookcub.people.models import User
from bookcub.people.trash import TRASH, TrashKind
from bookcub.reading.actions.lists import restore_list
from bookcub.reading.models import ReadingList


class ListsInTrash(TrashKind[ReadingList]):
    label = pgettext_lazy("trash", "List")
    argument = "list_id"
    what_goes = gettext_lazy("The works on it stay; what you noted beside them is gone for good.")

    def rows(self) -> QuerySet[ReadingList]:
        return ReadingList.objects.all()

    def of_person(self, person: User) -> QuerySet[ReadingList]:
        return ReadingList.objects.filter(user=person, discarded_at__isnull=False)

    def title(self, thing: ReadingList) -> str:
        return thing.shown_name

    def restore(self, thing: ReadingList) -> None:
        restore_list(reading_list=thing)

    def delete(self, thing: ReadingList, by: User | None) -> None:
        thing.delete()

    def empty(self, person: User) -> None:
        """Lists go with the account."""


def register() -> None:
    """Let the trash know of lists."""
    TRASH.register(ListsInTrash(), name="list", owner="reading")
