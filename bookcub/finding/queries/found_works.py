"""Works that a question finds, page by page, as the asker may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, QuerySet, Value
from django.utils import timezone

from bookcub.core.database.prepared import prepared
from bookcub.finding.queries.work_language import BEST, DAYS, RISING
from bookcub.people.models import UserMute
from bookcub.reading.queries.blurbs import works_by_key
from bookcub.search.asking import QueryBuilder, Searcher
from bookcub.search.copies import reader_of
from bookcub.search.documents import KEY
from bookcub.search.index import IndexReader
from bookcub.search.language import QueryNode, WordsAsked, has_words
from bookcub.search.unheard import unheard_of
from bookcub.works.findable import SHAPE, day_number
from bookcub.works.models import ContentMute, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

MUTED_IN = ("title", "summary", "tag")  # where muted words are looked for
DEEPEST = 10_000  # works of a list that can be turned to


@dataclass(frozen=True, slots=True)
class Mutes:
    """What somebody wants to see in no list: terms of the index by their fields, and words."""

    terms: Mapping[str, set[str]] = field(default_factory=dict)
    words: Sequence[QueryNode] = ()

    def __bool__(self) -> bool:
        return bool(self.words) or any(self.terms.values())


def mutes_of(person: User | AnonymousUser) -> Mutes:
    """One query; none for a guest."""
    if not person.is_authenticated:
        return Mutes()
    terms, words = dict[str, set[str]](), list[QueryNode]()
    fields = {"muted": "signer", "work": KEY, "series": "series_id", "tag": "tag_id"}
    for *keys, told in _muted_by(person):
        for name, key in zip(fields.values(), keys, strict=True):
            if key is not None:
                terms.setdefault(name, set()).add(str(key))
        if told:
            words += [WordsAsked(told, field=name, is_phrase=True) for name in MUTED_IN]
    return Mutes(terms, words)


@prepared
def _muted_by(person: User) -> QuerySet[UserMute, tuple[Any, ...]]:
    """People, works, series, tags and words: one of them in each row."""
    nothing = Value(None, output_field=BigIntegerField())
    content = ContentMute.objects.filter(user=person).order_by()
    people = UserMute.objects.filter(muter=person).order_by()
    return people.values_list("muted", nothing, nothing, nothing, Value("")).union(
        content.values_list(nothing, "work", "series", "tag", "words"), all=True
    )


@dataclass(frozen=True, slots=True)
class WorkQuestion:
    """What is asked of the works, and how they stand.

    `without` are terms by their fields of what the asker does not want to see; what they mute is left out unless
    `shows_muted`, and whom they mute unless `shows_people`.
    """

    node: QueryNode | None = None
    sort: str = "updated"
    is_reversed: bool = False
    without: Mapping[str, Iterable[str]] = field(default_factory=dict)
    shows_muted: bool = False
    shows_people: bool = False


class FoundWorks:
    """What a paginator turns over. The engine says which and how many; the database whether the asker may read each.

    Two queries more than those of the works, and one of what a member mutes.
    """

    def __init__(
        self, reader: IndexReader, asked: WorkQuestion, person: User | AnonymousUser
    ) -> None:
        self.person = person
        self._reader = reader
        self._asked = asked
        self._is_best_first = asked.sort == BEST and has_words(asked.node)
        # Where nothing says what would be best, the newest is.
        self._order = "updated" if asked.sort == BEST else asked.sort
        self._is_rising = (self._order in RISING) != asked.is_reversed
        self._unheard_of = self._changed_since()

    @cached_property
    def count(self) -> int:
        return self._reader.count(self._query().of(self._asked.node))

    def count_of(self, node: QueryNode | None) -> int:
        """How many there would be of another question."""
        return self._reader.count(self._query().of(node))

    def some_of(self, node: QueryNode | None, most: int) -> list[Work]:
        """Some works of another question, the most liked first, as the asker may read them now. One query."""
        keys = self._reader.find([self._query().of(node)], first=0, most=most, order="kudos")
        works = works_by_key(self.person, keys)
        return [works[key] for key in keys if key in works and works[key].is_posted]

    def most_common(self, fields: Sequence[str], *, most: int) -> dict[str, list[tuple[str, int]]]:
        """By field the terms that most of these works have, and how many have each."""
        return self._reader.most_common(self._query().of(self._asked.node), fields, most=most)

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
        for name, terms in self._asked.without.items():
            without.setdefault(name, set()).update(terms)
        unwanted: Sequence[QueryNode] = ()
        if not self._asked.shows_muted:
            unwanted = self.mutes.words
            for name, terms in self.mutes.terms.items():
                if name != "signer" or not self._asked.shows_people:
                    without.setdefault(name, set()).update(terms)
        asker = Searcher(
            self.person.pk if self.person.is_authenticated else None, without, unwanted
        )
        return QueryBuilder(
            SHAPE, self._reader.schema, asker, days=lambda ago: today - ago, days_in=DAYS
        )

    @cached_property
    def mutes(self) -> Mutes:
        return mutes_of(self.person)

    def with_muted(self) -> FoundWorks:
        """The same with what the asker mutes."""
        shown = FoundWorks(self._reader, replace(self._asked, shows_muted=True), self.person)
        shown._unheard_of = self._unheard_of
        return shown

    def _changed_since(self) -> Mapping[str, frozenset[str]]:
        found = unheard_of(SHAPE, self._reader.marks)
        if found is None:
            raise FarBehindError
        return found


class FarBehindError(Exception):
    """The index has so much to hear of that it answers nothing until then."""


def found_works(asked: WorkQuestion, person: User | AnonymousUser) -> FoundWorks | None:
    """What this asks for; None while the index is being built. One query. Raises FarBehindError."""
    reader = reader_of(SHAPE)
    return None if reader is None else FoundWorks(reader, asked, person)
