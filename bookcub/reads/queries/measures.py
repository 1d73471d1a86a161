"""How somebody counts the places of the reads they look at: see planning.measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from bookcub.clubs.models import clubs_of
from bookcub.core.database.prepared import prepared
from bookcub.reads.models import Read, Reader
from bookcub.reads.planning import BookMeasure, MeasureKind, PlannedBook, Unit
from bookcub.works.models import Chapter

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

MARK = 16  # letters of what stands for drafts in forms


class Measures:
    """How one person counts, read by read: in the editions that they have said, and of works the chapters that are posted.

    One query for editions, one for the drafts of all works that their clubs read now; reads that are over are asked for
    one by one unless `know` was told of them.
    """

    def __init__(self, person: User | AnonymousUser) -> None:
        self.person = person
        self._known: dict[int, tuple[int, ...]] = {}  # the drafts of each work

    def know(self, reads: Iterable[Read | None]) -> None:
        """Of a list that also has reads that are over: all works of it at once."""
        works = {read.work_id for read in reads if read is not None and read.work_id is not None}
        if unknown := works - self._known.keys():
            self._known |= dict.fromkeys(unknown, ()) | drafts_among(unknown)

    def of(self, read: Read) -> BookMeasure:
        """Wants its book loaded."""
        if read.work_id is not None:
            return self._of_work(read, read.work_id)
        said = self._said.get(read.pk) if read.is_by_share else None
        return said or read.measure

    def _of_work(self, read: Read, work: int) -> BookMeasure:
        if not (read.is_going_on or read.waits):
            self.know([read])
        drafts = self._known if work in self._known else self._drafts
        return _without(drafts.get(work, ()), work)

    @cached_property
    def _drafts(self) -> dict[int, tuple[int, ...]]:
        """Of all works that their clubs read now."""
        if not self.person.is_authenticated:
            return {}
        return _by_work(_moved_in_clubs(self.person))

    @cached_property
    def _said(self) -> dict[int, BookMeasure]:
        if not self.person.is_authenticated:
            return {}
        said = _editions(self.person)
        return {read: BookMeasure(MeasureKind(kind), length or 1) for read, kind, length in said}


Moved = tuple[
    int, int, int | None
]  # a work, the position of a posted chapter, and its other number


@prepared
def _editions(person: User) -> QuerySet[Reader, tuple[int, str, int | None]]:
    rows = Reader.objects.filter(membership__user=person, membership__left_at=None)
    return rows.exclude(edition="").values_list("read", "edition", "edition_length")


@prepared
def _moved_in_clubs(person: User) -> QuerySet[Chapter, Moved]:
    now = Read.objects.unended().filter(club__in=clubs_of(person), work__isnull=False)
    return _moved(now.values("work"))


@prepared
def _moved_of(works: Collection[int]) -> QuerySet[Chapter, Moved]:
    return _moved(works)


def _moved(works: Collection[int] | QuerySet[Any, Any]) -> QuerySet[Chapter, Moved]:
    moved = Chapter.objects.posted().filter(work__in=works).exclude(number=F("position"))
    return moved.order_by("position").values_list("work", "position", "number")


def drafts_among(works: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Of each of these works that has some: the places before its last posted chapter that readers do not count."""
    return _by_work(_moved_of(works)) if works else {}


def _by_work(moved: Iterable[Moved]) -> dict[int, tuple[int, ...]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    ends: dict[int, int] = {}
    for work, place, number in moved:
        # All before the first of these have their place for their number.
        found[work] += range(ends.get(work, (number or 1) - 1) + 1, place)
        ends[work] = place
    return {work: tuple(drafts) for work, drafts in found.items()}


def counted_by_all(read: Read) -> BookMeasure:
    """How a read is counted where one thing is said to everybody: as it was brought, of works the chapters that are posted."""
    if read.work_id is None:
        return read.measure
    return _without(drafts_among({read.work_id}).get(read.work_id, ()), read.work_id)


def counted_in(read: Read, book: PlannedBook) -> BookMeasure:
    """The same where its book is at hand, in the numbers of its places. No query."""
    if read.work_id is None:
        return read.measure
    return _without(tuple(book.missing(0, len(book.parts))), read.work_id)


def _without(drafts: tuple[int, ...], work: int) -> BookMeasure:
    """Its mark is another in each work: nobody finds out in a work of theirs which drafts it stands for."""
    if not drafts:
        return BookMeasure.of_chapters()
    told = f"{work}:{','.join(map(str, drafts))}"
    mark = salted_hmac("bookcub.reads.drafts", told, algorithm="sha256").hexdigest()[:MARK]
    return BookMeasure.of_chapters(drafts=drafts, mark=mark)


def measure_of(read: Read, person: User) -> BookMeasure:
    """The same for a single read. One query for a book that is kept by share and for a work, else none."""
    return Measures(person).of(read) if read.work_id is None else counted_by_all(read)


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
