"""Rows of a club as the parts of its file: one walk for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import singledispatch
from typing import Any, TypeVar

from django.db import models
from django.db.models import Prefetch

from bookcub.clubs.models import Club, Membership, UnknownFields
from bookcub.clubs.queries.heard import unheard_in
from bookcub.formats.club_file.copying import part_of
from bookcub.formats.club_file.kinds import FilePart, inner_of
from bookcub.people.models import User
from bookcub.reads.models import Read

P = TypeVar("P", bound=FilePart)


@singledispatch
def own_fields(row: models.Model, _: Copier, /) -> dict[str, Any]:
    """The fields of the file that a row does not hold in a column, or not like that. Each kind of row registers its own."""
    return {}


def leaving(path: str, rows: models.QuerySet[Any], relation: str = "") -> Prefetch[Any]:
    """Which rows leave under a path of the file, such as "slots__answers"; `relation` where the model's word is another.

    Nothing that stands within a row leaves unless it is said here which: :meth:`Copier.part` finds it nowhere else.
    """
    *above, name = path.split("__")
    lookup = "__".join([*(f"leaving_{each}" for each in above), relation or name])
    return Prefetch(lookup, rows, to_attr=f"leaving_{name}")


class Copier:
    """What all parts of a file need: who makes it, its ids, and what this version does not know of it."""

    def __init__(self, club: Club, person: User, address: str) -> None:
        self.club, self.person, self.address = club, person, address.rstrip("/")
        # Nobody but whoever brought the club in gets this back: nobody knows who else may see it.
        self._more = UnknownFields.of(club, person)
        self._names: dict[tuple[type[models.Model], int | None], str] = {}
        self._given: Counter[str] = Counter()
        rows = club.memberships.select_related("pseud", "user").order_by("joined_at", "pk")
        self.memberships = list(rows)
        # Who wrote a note is known by the account, or by the name that is left of them.
        self.writers: dict[int | str, str] = {
            each.user_id or each.former_name: self.name("p", each) for each in self.memberships
        }
        self.writers.pop("", None)
        self.me = next((each for each in self.memberships if each.user_id == person.pk), None)
        self.unheard = unheard_in(club.pk, person)
        self.open_meetings: set[int] = set()  # those whose talk this person may read
        # How a key of a row becomes an id of the file; the shelf of works and books adds its own.
        self.ids: dict[str, Callable[[Any, str], str]] = {
            "people": lambda row, column: self.id_of(Membership, getattr(row, f"{column}_id")),
            "reads": lambda row, column: self.id_of(Read, getattr(row, f"{column}_id")),
        }

    def name(self, letter: str, row: models.Model) -> str:
        """Give a row its id in the file: the next number with this letter."""
        self._given[letter] += 1
        return self._names.setdefault((type(row), row.pk), f"{letter}{self._given[letter]}")

    def id_of(self, model: type[models.Model], pk: int | None) -> str:
        """The file's id of a row; empty for none, and for one that is not in the file."""
        return self._names.get((model, pk), "")

    def part(self, kind: type[P], row: Any, /, **own: Any) -> P:
        """One row with all that leaves within it: what is neither given by name nor among its own fields is copied."""
        own = own_fields(row, self) | own
        for name, inner in inner_of(kind).items():
            if name not in own:
                held = getattr(row, f"leaving_{name}")
                is_list = isinstance(held, list)
                own[name] = self.parts(inner, held) if is_list else held and self.part(inner, held)
        return part_of(kind, row, self.ids, **{"more": self.more(row)} | own)

    def parts(self, kind: type[P], rows: Iterable[Any], /) -> tuple[P, ...]:
        """Some rows."""
        return tuple(self.part(kind, row) for row in rows)

    def more(self, row: models.Model, of: str = "") -> dict[str, Any]:
        """What the file that the club came from said of a row, or of a thing in it, that this version does not know."""
        return self._more.get(UnknownFields.name_of(row, of), {})
