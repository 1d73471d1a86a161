"""What an archive keeps of people: every model that points to somebody, or holds an address or a name, says so here.

Each package declares its own in `personal_data.py`. A test fails for a model that is missing, `docs/what-is-kept.md` is
printed from it (`make what-is-kept`), and a person's export is read through it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import Model, Q

from bookcub.core.registry import Registry
from bookcub.people.models import User


class Seer(Enum):
    """Who sees it on a page. Whoever runs the machine can open the database itself."""

    SELF = "you"
    OTHER = "the person it names or goes to"
    CREATORS = "the work’s creators"
    READERS = "everybody who may open the work"
    MEMBERS = "members of the club"
    HOSTS = "hosts of the club"
    KEEPERS = "keepers"
    EVERYBODY = "everybody"
    PROGRAM = "nobody: only the program uses it"


class Erasure(Enum):
    """What becomes of it when the account is deleted."""

    DELETED = "Deleted."
    CHOSEN = "You choose."
    ANONYMISED = "Stays, no longer tied to you."
    KEPT = "Stays."


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """One model, and those that are parts of its rows and point to nobody themselves.

    `paths` lead from a row to the person whose it is; by them it is found for the export and, unless a closing question
    sees to it, erased. `mentions` are keys to others who had a hand in it: they fall away when those others leave.
    `others` are keys to those without whom the row says nothing: it goes when either leaves.
    """

    model: type[Model]
    what: str
    whose: str = "yours"
    kept: str = "until you delete it"
    seen_by: tuple[Seer, ...]
    sight: str = ""  # a sentence more on who sees what
    erasure: Erasure
    erased: str = ""  # a sentence more on what becomes of it, or why it stays
    paths: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    parts: tuple[type[Model], ...] = ()
    questions: tuple[str, ...] = ()  # the closing questions that see to it
    export: str = (
        ""  # its key in the person's export; "" where there is nothing of theirs to carry away
    )
    fields: tuple[str, ...] = ()  # what is exported of each row

    def rows_of(self, user: User) -> Iterable[dict[str, Any]]:
        """This person's rows as plain dicts, the oldest first."""
        condition = Q()
        for path in self.paths:
            condition |= Q(**{path: user.pk})
        rows = self.model._base_manager.filter(condition)  # noqa: SLF001  # Django's documented way past a manager
        return rows.order_by("pk").distinct().values(*self.fields)


INVENTORY: Registry[PersonalData] = Registry("inventory of personal data")


def declare(owner: str, *kept: PersonalData) -> None:
    """Put what a package keeps of people into the inventory."""
    for each in kept:
        label = each.model._meta.label  # noqa: SLF001  # Django's documented way to a model's name
        INVENTORY.register(each, name=label, owner=owner)


def export_of(user: User) -> dict[str, list[dict[str, Any]]]:
    """All that is somebody's own, by the inventory's keys; nothing that others said or did."""
    return {each.export: list(each.rows_of(user)) for each in INVENTORY if each.export}
