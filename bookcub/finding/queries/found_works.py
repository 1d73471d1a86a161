"""Works that a question finds, page by page, as the asker may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from bookcub.finding.queries.work_language import DAYS, RISING
from bookcub.people.models import UserMute
from bookcub.reading.queries.blurbs import works_by_key
from bookcub.search.asking import QueryBuilder, Searcher
from bookcub.search.copies import reader_of
from bookcub.search.index import IndexReader
from bookcub.search.language import SearchQuestion, has_words
from bookcub.search.unheard import unheard_of
from bookcub.works.findable import SHAPE, day_number
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

DEEPEST = 10_000  # works of a list that can be turned to


class FoundWorks:
    """What a paginator turns over. The engine says which and how many; the database whether the asker may read each.

    Two queries more than those of the works, and one where somebody is muted.
    """

    def __init__(
        self, reader: IndexReader, asked: SearchQuestion, person: User | AnonymousUser, sort: str
    ) -> None:
        self.person = person
        self._reader = reader
        self._asked = asked
        self._is_best_first = not sort and has_words(asked.node)
        self._order = sort or "updated"  # where nothing says what would be best
        self._is_rising = (self._order in RISING) != asked.is_reversed
        self._unheard_of = self._changed_since()

    @cached_property
    def count(self) -> int:
        return self._reader.count(self._query().of(self._asked.node))

    def count_to(self, most: int, /) -> int:
        return min(self.count, most, DEEPEST)

    def __getitem__(self, part: slice, /) -> Sequence[Work]:
        first, last = part.start or 0, min(part.stop or 0, DEEPEST)
        keys = self._keys(first, max(1, last - first))
        works = works_by_key(self.person, keys)
        known, self._unheard_of = self._unheard_of, self._changed_since()
        if known != self._unheard_of:
            # A work that has changed between the engine's answer and the database's is in neither.
            keys = [key for key in self._keys(first, len(keys)) if key in works]
        return [works[key] for key in keys if key in works and works[key].is_posted]

    def _keys(self, first: int, most: int) -> list[int]:
        query, node = self._query(), self._asked.node
        return self._reader.find(
            query.in_bands(node) if self._is_best_first else [query.of(node)],
            first=first,
            most=most,
            order=self._order,
            is_rising=self._is_rising,
        )

    def _query(self) -> QueryBuilder:
        today = day_number(timezone.now())
        without = {name: set(terms) for name, terms in self._unheard_of.items()}
        without.setdefault("signer", set()).update(self._muted)
        return QueryBuilder(
            SHAPE,
            self._reader.schema,
            Searcher(self.person.pk if self.person.is_authenticated else None),
            days=lambda ago: today - ago,
            days_in=DAYS,
            without=without,
        )

    @cached_property
    def _muted(self) -> list[str]:
        if not self.person.is_authenticated:
            return []
        muted = UserMute.objects.filter(muter=self.person.pk)
        return [str(key) for key in muted.values_list("muted", flat=True)]

    def _changed_since(self) -> Mapping[str, frozenset[str]]:
        found = unheard_of(SHAPE, self._reader.marks)
        if found is None:
            raise FarBehindError
        return found


class FarBehindError(Exception):
    """The index has so much to hear of that it answers nothing until then."""


def found_works(
    asked: SearchQuestion, person: User | AnonymousUser, *, sort: str = ""
) -> FoundWorks | None:
    """What this asks for; None while the index is being built. One query."""
    reader = reader_of(SHAPE)
    if reader is None:
        return None
    return FoundWorks(reader, asked, person, sort or asked.sort)
