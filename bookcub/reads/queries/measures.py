"""How somebody counts the places of the reads they look at: see planning.measure."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from bookcub.reads.models import Read, Reader
from bookcub.reads.planning import BookMeasure, MeasureKind, Unit

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


class Measures:
    """How one person counts, read by read: in the editions that they have said. One query, once one is asked for."""

    def __init__(self, person: User | AnonymousUser) -> None:
        self.person = person

    def of(self, read: Read) -> BookMeasure:
        """Wants its book loaded."""
        said = self._said.get(read.pk) if read.is_by_share else None
        return said or read.measure

    @cached_property
    def _said(self) -> dict[int, BookMeasure]:
        if not self.person.is_authenticated:
            return {}
        rows = Reader.objects.filter(membership__user=self.person, membership__left_at=None)
        said = rows.exclude(edition="").values_list("read", "edition", "edition_length")
        return {read: BookMeasure(MeasureKind(kind), length or 1) for read, kind, length in said}


def measure_of(read: Read, person: User) -> BookMeasure:
    """The same for a single read. One query for a book that is kept by share, else none."""
    return Measures(person).of(read)


def number_words(measure: BookMeasure, number: int) -> int | str:
    """A number as it stands in a sentence: of chapters and pages alone, else "51%" and "3:20 h"."""
    if measure.unit is not Unit.SHARE:
        return number
    if measure.kind is MeasureKind.PERCENT:
        return gettext("%(count)d%%") % {"count": number}
    return gettext("%(time)s h") % {"time": measure.as_typed(number)}


def passed_words(measure: BookMeasure, number: int) -> str:
    """A number by itself within a sentence: "chapter 4", "page 212", "51%"."""
    if measure.unit is Unit.CHAPTER:
        return gettext("chapter %(number)d") % {"number": number}
    if measure.unit is Unit.PAGE:
        return gettext("page %(number)d") % {"number": number}
    return str(number_words(measure, number))
