"""Somebody's lines that they may see now.

Their number stands on every page, so nothing is asked about kinds of which they have none, and each rule is
compiled once for all people: building it takes Python ten times as long as the database takes to answer it, and
PostgreSQL plans all rules together for longer than a page may take.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from typing import Any

from django.db.models import QuerySet

from bookcub.core.database.planned import Number, ask
from bookcub.core.database.prepared import prepared
from bookcub.notifications.models import Notice, ruled_alike
from bookcub.people.models import User

TOGETHER = " UNION ALL "


class VisibleLines:
    """Somebody's lines, or only their unread ones, without what lies ahead of them: to be counted, or sliced in their order.

    One query to make it: of which kinds they have any.
    """

    def __init__(self, person: User, *, only_unread: bool = False, order: str = "DESC") -> None:
        self._person, self._only_unread, self._order = person, only_unread, order
        self._without: Mapping[str, Collection[int]] = {}
        self._kinds = _kinds_of(person, only_unread)

    def without(self, subjects: Mapping[str, Collection[int]]) -> VisibleLines:
        """The same without those about these subjects, by kind."""
        rest = copy(self)
        rest._without = {kind: ids for kind, ids in subjects.items() if ids}  # noqa: SLF001  # our own
        return rest

    def numbers(self) -> tuple[int, int]:
        """How many of them are unread, and how many there are. One query."""
        [(unread, total)] = self._ask("COUNT(*) - COUNT(read_at), COUNT(*)") or [(0, 0)]
        return unread, total

    def count(self) -> int:
        return self.numbers()[1]

    def __getitem__(self, part: slice) -> list[Notice]:
        """Two queries: which they are, and their rows."""
        begin = part.start or 0
        tail = f"ORDER BY made_at {self._order}, id {self._order} LIMIT %s OFFSET %s"
        return self._rows(tail, [Number(part.stop - begin), Number(begin)])

    def first(self, most: int, *, ranks: Sequence[Collection[str]]) -> list[Notice]:
        """The newest few, those of the first kinds before those of the next, and these before all others. Two queries."""
        cases = " ".join(
            f"WHEN kind IN ({_marks(kinds)}) THEN {rank}" for rank, kinds in enumerate(ranks)
        )
        rank = f"CASE {cases} ELSE {len(ranks)} END"
        tail = f"ORDER BY {rank}, made_at DESC, id DESC LIMIT %s"
        return self._rows(tail, [*(kind for kinds in ranks for kind in kinds), most])

    def _rows(self, tail: str, values: Collection[Any]) -> list[Notice]:
        ids = [pk for (pk,) in self._ask("id", tail, values)]
        rows = Notice.objects.of(self._person).in_bulk(ids)
        return [rows[pk] for pk in ids if pk in rows]

    def _ask(self, what: str, tail: str = "", values: Collection[Any] = ()) -> list[Any]:
        parts = [
            _lines_of.sql(self._person, names, self._only_unread)
            for names in ruled_alike(self._kinds)
        ]
        if not parts:
            return []
        lines = TOGETHER.join(sql for sql, _ in parts)
        params = [value for _, found in parts for value in found]
        rest = "1 = 1"
        for kind, ids in self._without.items():
            rest += f" AND NOT (kind = %s AND subject IN ({_marks(ids)}))"
            params += [kind, *map(Number, ids)]
        asked = f"SELECT {what} FROM ({lines}) AS lines WHERE {rest} {tail}"  # noqa: S608  # words of ours
        return ask(asked, [*params, *values])


def _marks(values: Collection[object]) -> str:
    return ", ".join("%s" for _ in values)


def unread_of(person: User) -> int:
    """How many lines somebody has not read. Two queries; one if there are none."""
    return VisibleLines(person, only_unread=True).count()


@prepared
def _kinds_of(person: User, only_unread: bool) -> QuerySet[Notice, str]:  # noqa: FBT001  # one of two questions
    lines = Notice.objects.of(person)
    lines = lines.unread() if only_unread else lines
    return lines.order_by().values_list("kind", flat=True).distinct()


@prepared
def _lines_of(person: User, kinds: tuple[str, ...], only_unread: bool) -> QuerySet[Notice, Any]:  # noqa: FBT001  # as above
    lines = Notice.objects.visible_to(person, kinds=kinds)
    lines = lines.unread() if only_unread else lines
    return lines.order_by().values_list("id", "kind", "subject", "made_at", "read_at")
