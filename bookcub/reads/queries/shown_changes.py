"""What moved in a plan, as whoever reads it now is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bookcub.reads.models import PlanChange, Read
from bookcub.reads.planning import BookMeasure
from bookcub.reads.queries.wording import change_words


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change, and its sentences: why, then what moved."""

    change: PlanChange
    sentences: Sequence[str]


def shown_changes(
    changes: Iterable[PlanChange], read: Read, today: date, measure: BookMeasure
) -> list[ShownChange]:
    """No query."""
    return [
        ShownChange(change, change_words(change, today, book=read.book, measure=measure))
        for change in changes
    ]
