"""Who opened which chapter, until it is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bookcub.core.behind import WrittenBehind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class Visit:
    """One person in one chapter."""

    work_id: int
    at: datetime
    times: int = 1

    def and_then(self, later: Visit) -> Visit:
        return Visit(later.work_id, later.at, self.times + later.times)


# By person and chapter. actions/places.py stores them.
visits: WrittenBehind[tuple[int, int], Visit] = WrittenBehind("visits", merge=Visit.and_then)


# For a question that is compiled for everybody.
_taken: ContextVar[dict[int, int] | None] = ContextVar("taken_as_opened", default=None)


@contextmanager
def taken_as_opened(chapters: dict[int, int]) -> Iterator[None]:
    """Let `just_opened` answer this of anybody, while a question is made."""
    token = _taken.set(chapters)
    try:
        yield
    finally:
        _taken.reset(token)


def just_opened(person: User | AnonymousUser) -> dict[int, int]:
    """The chapters that this person has opened and no query finds yet, with their works: part of the horizon."""
    taken = _taken.get()
    if taken is not None:
        return taken
    return {
        chapter_id: visit.work_id
        for (user_id, chapter_id), visit in visits.unwritten().items()
        if user_id == person.pk
    }
