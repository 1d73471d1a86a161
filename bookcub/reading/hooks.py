"""What the packages above bring along for the pages where one reads.

A package registers in its `AppConfig.ready`:

    READER_HEADS.register("comments/notes/_reader_head.html", name="notes", owner="comments")
    LIST_FILTERS.register(ListFilters, name="filters", owner="finding")
    COMPANY.register(Companions(goes_on=…, names=…), name="reads", owner="reads")
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Exists

from bookcub.core.http import Request
from bookcub.core.registry import Registry
from bookcub.people.models import User
from bookcub.web.blurb import Link
from bookcub.web.pages import Counted
from bookcub.works.models import Work


@dataclass(frozen=True, slots=True)
class ListScope:
    """Which works a list is of, as the index knows them: those that have one of these keys in a field, or all of them."""

    field: str = ""
    keys: Sequence[str] = ()
    shows_people: bool = False  # also what those sign whom the person mutes
    has_box: bool = False  # the page has a box for words of its own


class Filters(Protocol):
    """The filters of a list of works, and the templates by which `reading/works/_listing.html` draws them.

    Above the list, beside it where they are open, and where they leave nothing.
    """

    bar_template: str
    panel_template: str
    nothing_template: str

    @property
    def works(self) -> Counted | None:
        """What they leave of the list; None where nothing is asked of it, or nobody can say."""


@dataclass(frozen=True, slots=True)
class Companions:
    """Those with whom somebody reads a work: whether there are any is asked with the work, who only of those who have."""

    goes_on: Callable[[User], Exists]  # of a query of works
    names: Callable[[Work, User], Sequence[Link]]


LIST_FILTERS: Registry[Callable[[Request, ListScope], Filters]] = Registry(
    "filters of lists of works"
)
READER_HEADS: Registry[str] = Registry("templates for the head of the reader's pages")
COMPANY: Registry[Companions] = Registry("with whom somebody reads a work")
