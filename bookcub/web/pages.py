"""Pages of long lists that cost the same on an archive of any size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

COUNTED = 1000  # rows; a count that looks further would grow with the archive
DEEPEST = 10_000  # rows that can be turned to page by page: who wants to go deeper narrows the list
AHEAD = 2  # pages that are offered after the one that is shown, where the last is not known


class Sliced(Protocol):
    """What is not a queryset, and can be turned over like one."""

    def count(self) -> int: ...
    def __getitem__(self, part: slice, /) -> Sequence[Any]: ...


@runtime_checkable
class Counted(Protocol):
    """The same, of what grows: it is counted as far as somebody looks."""

    def count_to(self, most: int, /) -> int: ...
    def __getitem__(self, part: slice, /) -> Sequence[Any]: ...


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # the stubs' generic has no run-time form
    """A paginator that looks no further than it needs to: a long list has no last number.

    `counting` are the same rows by a question that counts them sooner.
    """

    def __init__(
        self,
        rows: QuerySet[Any, Any] | Sliced | Counted,
        per_page: int,
        *,
        counted: int = COUNTED,
        counting: QuerySet[Any, Any] | None = None,
    ) -> None:
        super().__init__(rows, per_page)  # type: ignore[arg-type]  # the stubs want more than it asks
        self.counted = counted
        self.counting = rows if counting is None else counting

    @cached_property
    def found(self) -> int:
        """How many rows there are, or one more than are counted."""
        if isinstance(self.counting, Counted):
            return self.counting.count_to(self.counted + 1)
        if not isinstance(self.counting, QuerySet):
            return self.counting.count()
        # Neither in order nor with what is only shown: a limited count would work both out for each row.
        return int(self.counting.order_by().values("pk")[: self.counted + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self.found, self.counted)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than were counted."""
        return self.found > self.counted


def numbered_page(
    rows: QuerySet[Any, Any] | Counted,
    number: str | int | None,
    per_page: int,
    *,
    counting: QuerySet[Any, Any] | None = None,
) -> Page[Any]:
    """The page of this number; the nearest one for a number that is off."""
    counted = min(DEEPEST, max(COUNTED, (page_number(number) + AHEAD) * per_page))
    paginator = BoundedPaginator(rows, per_page, counted=counted, counting=counting)
    page: Page[Any] = paginator.get_page(page_number(number))
    return page


def page_number(number: str | int | None) -> int:
    """The number as a number; the first for what is none, or lies before it."""
    try:
        asked = int(number or 1)
    except ValueError:
        return 1
    return max(1, asked)


def page_of(
    rows: QuerySet[Any, Any] | Counted,
    request: HttpRequest,
    per_page: int = 20,
    *,
    counting: QuerySet[Any, Any] | None = None,
) -> Page[Any]:
    """The page that the request asks for by `?page=`."""
    return numbered_page(rows, request.GET.get("page"), per_page, counting=counting)
