"""Works that a question finds, page by page, as the asker may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from bookcub.finding.queries.work_language import DAYS, RISING, SORTS
from bookcub.people.models import UserMute
from bookcub.reading.queries.blurbs import works_by_key
from bookcub.search.asking import QueryBuilder, Searcher
from bookcub.search.copies import reader_of
from bookcub.search.index import IndexReader
from bookcub.search.language import SearchQuestion, has_words
from bookcub.works.findable import SHAPE, day_number
from bookcub.works.models import Work

if TYPE_CHECKING:
    import tantivy
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

DEEPEST = 10_000  # works of a list that can be turned to


@dataclass(frozen=True)
class FoundWorks:
    """What a paginator turns over. The engine says which and how many; the database whether the asker may read each."""

    reader: IndexReader
    query: tantivy.Query
    person: User | AnonymousUser
    order: str
    is_rising: bool

    @cached_property
    def count(self) -> int:
        return self._keys(0, 1)[1]

    def count_to(self, most: int, /) -> int:
        return min(self.count, most, DEEPEST)

    def __getitem__(self, part: slice, /) -> Sequence[Work]:
        first, last = part.start or 0, min(part.stop or 0, DEEPEST)
        keys, _ = self._keys(first, max(1, last - first))
        # What was taken away since the index was written is in no answer.
        works = works_by_key(self.person, keys)
        return [works[key] for key in keys if key in works and works[key].is_posted]

    def _keys(self, first: int, most: int) -> tuple[list[int], int]:
        found = self.reader.find(
            self.query, first=first, most=most, order=self.order, is_rising=self.is_rising
        )
        return found.keys, found.count


def found_works(
    asked: SearchQuestion, person: User | AnonymousUser, *, sort: str = ""
) -> FoundWorks | None:
    """What this asks for; None while the index is being built. One query, where somebody is muted."""
    reader = reader_of(SHAPE)
    if reader is None:
        return None
    today = day_number(timezone.now())
    question = QueryBuilder(SHAPE, reader.schema, days=lambda ago: today - ago)
    is_known = person.is_authenticated
    asker = Searcher(person.pk if is_known else None)
    muted = (
        list(UserMute.objects.filter(muter=person.pk).values_list("muted", flat=True))
        if is_known
        else []
    )
    query = question.of(asked.node, asker, days_in=DAYS, without={"signer": map(str, muted)})
    order = SORTS.get(sort or asked.sort, "")
    if not order and not has_words(asked.node):
        order = SORTS["updated"]  # nothing says what would be best
    is_rising = (order in RISING) != asked.is_reversed
    return FoundWorks(reader, query, person, order, is_rising)
