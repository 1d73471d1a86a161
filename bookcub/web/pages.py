"""Pages of long lists that cost the same on an archive of any size."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

COUNTED = 10_000  # rows; a count that looks further would grow with the archive


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # the stubs' generic has no run-time form
    """A paginator that counts at most 10,000 rows: who wants to go deeper narrows the list."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows[:COUNTED].count())

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than was counted."""
        return self.count >= COUNTED


def page_of(rows: QuerySet[Any, Any], request: HttpRequest, per_page: int = 20) -> Page[Any]:
    """The page that the request asks for by `?page=`; the nearest one for a number that is off."""
    page: Page[Any] = BoundedPaginator(rows, per_page).get_page(request.GET.get("page"))
    return page
