"""What the packages above bring along for the pages where one reads.

A package registers in its `AppConfig.ready`:

    READER_HEADS.register("comments/notes/_reader_head.html", name="notes", owner="comments")
    COMPANY.register(Companions(goes_on=…, names=…), name="reads", owner="reads")
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Exists

from bookcub.core.registry import Registry
from bookcub.people.models import User
from bookcub.web.blurb import Link
from bookcub.works.models import Work


@dataclass(frozen=True, slots=True)
class Companions:
    """Those with whom somebody reads a work: whether there are any is asked with the work, who only of those who have."""

    goes_on: Callable[[User], Exists]  # of a query of works
    names: Callable[[Work, User], Sequence[Link]]


READER_HEADS: Registry[str] = Registry("templates for the head of the reader's pages")
COMPANY: Registry[Companions] = Registry("with whom somebody reads a work")
