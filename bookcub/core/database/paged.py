"""Lists that are turned over page by page, compiled once for each of their first pages: what is further down is rarely asked for.

_newest = PreparedPages(lambda person: Work.objects.visible_to(person).order_by("-pk"))

page = page_of(_newest.of(request.user), request)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Count, Model, QuerySet, Value

from bookcub.core.database.planned import ask
from bookcub.core.database.prepared import prepared

FAR_DOWN = 200  # rows; from there on each page is compiled anew
MOST_COUNTED = 1001  # rows, to which all first pages count

PagedRow = TypeVar("PagedRow", bound=Model)

AsksForRows = Callable[..., QuerySet[Any, Any]]


class CompiledOnce(Protocol):
    """What `prepared` makes of a question."""

    def __call__(self, *given: Any, **named: Any) -> list[Any]: ...
    def sql(self, *given: Any, **named: Any) -> tuple[str, list[Any]]: ...


@dataclass(frozen=True, slots=True)
class PagesOf(Generic[PagedRow]):
    """The rows for somebody, of which nothing is asked before a part is taken: a `web.pages.Counted`."""

    rows: Callable[[], QuerySet[PagedRow, Any]]
    counted: Callable[[], QuerySet[Any, Any]]
    part: Callable[[str], list[PagedRow]]
    keys: Callable[[str], tuple[str, list[Any]]]  # SQL, which selects them, and the values in it

    def count_to(self, most: int) -> int:
        """How many there are; `most` where there are more. One query."""
        if most > MOST_COUNTED:
            return self.counted().order_by().values("pk")[:most].count()
        sql, values = self.keys(str(most))
        if not sql:
            return 0
        [(number,)] = ask(f"SELECT COUNT(*) FROM ({sql}) AS counted", values)  # noqa: S608  # Django wrote it
        return int(number)

    def __getitem__(self, part: slice) -> list[PagedRow]:
        """One query."""
        begin = part.start or 0
        return list(self.rows()[part]) if begin >= FAR_DOWN else self.part(f"{begin}:{part.stop}")


class PreparedPages(Generic[PagedRow]):
    """A `prepared` question whose first argument is who asks; `counting` finds the same rows sooner, in no order."""

    def __init__(
        self,
        question: Callable[..., QuerySet[PagedRow, Any]],
        *,
        counting: AsksForRows | None = None,
        prepare: Callable[[AsksForRows], CompiledOnce] = prepared,
    ) -> None:
        def part(person: Any, of_page: str, *given: Any) -> QuerySet[Any, Any]:
            begin, end = map(int, of_page.split(":"))
            return question(person, *given)[begin:end]

        def keys(person: Any, most: str, *given: Any) -> QuerySet[Any, Any]:
            rows = (counting or question)(person, *given)
            return rows.order_by().values("pk")[: int(most)]

        self._question, self._counting = question, counting or question
        self._part, self._keys = prepare(part), prepare(keys)

    def of(self, person: Any, *given: Any) -> PagesOf[PagedRow]:
        """The rows for this person. What else is given is what `prepared` takes."""
        return PagesOf(
            lambda: self._question(person, *given),
            lambda: self._counting(person, *given),
            lambda of_page: self._part(person, of_page, *given),
            lambda most: self._keys.sql(person, most, *given),
        )


def number_of(rows: QuerySet[Any, Any], most: int) -> QuerySet[Any, int]:
    """One row that holds the number of these, which are counted no further than to `most`."""
    some = rows.model._base_manager.filter(pk__in=rows.order_by().values("pk")[:most])  # noqa: SLF001  # it leaves nothing out
    counted: QuerySet[Any, int] = (
        some.order_by().values(all=Value(1)).annotate(n=Count("pk")).values_list("n", flat=True)
    )
    return counted
