"""From what was typed to the engine's own question: only here the two meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import tantivy
from tantivy import Occur, Query

from bookcub.search.documents import EVERYONE, MEMBERS, Shape, a_person
from bookcub.search.index import SEEN_BY
from bookcub.search.language import (
    AllOf,
    AnyOf,
    Between,
    Is,
    Not,
    QueryNode,
    WordsAsked,
    has_words,
)
from bookcub.search.words import AskedWords, asked, phrase, slips, whole_name, words

MOST_BEGINNINGS = 3  # in one question: each is looked for among all words there are
SHORTEST_BEGINNING = 2  # letters, where words have spaces between them
LARGEST = 2**40


@dataclass(frozen=True, slots=True)
class Searcher:
    """Whose question it is: nobody's who is logged in, or a person's.

    They do not want to see what has one of some terms, by their fields, nor what is unwanted.
    """

    person: int | None = None
    without: Mapping[str, Iterable[str]] = field(default_factory=dict)
    unwanted: Sequence[QueryNode] = ()

    @property
    def may_see(self) -> list[str]:
        return [EVERYONE] if self.person is None else [EVERYONE, MEMBERS, a_person(self.person)]


class QueryBuilder:
    """Builds the engine's queries for one shape, of one person's question.

    `days` turns a number of days ago into what the index keeps of a day, for the fields of `days_in`.
    """

    def __init__(
        self,
        shape: Shape,
        schema: tantivy.Schema,
        asker: Searcher,
        *,
        days: Callable[[int], int],
        days_in: Sequence[str] = (),
    ) -> None:
        self.shape = shape
        self.schema = schema
        self._days = days
        self._days_in = days_in
        self._asker = asker
        self._without = {name: list(terms) for name, terms in asker.without.items()}
        self._beginnings = 0
        self._last = max(shape.texts.values())

    def of(self, node: QueryNode | None) -> Query:
        """What is asked for, among what the asker may find."""
        return self._among_visible(self._wanted(node, self._last))

    def in_bands(self, node: QueryNode | None) -> list[Query]:
        """The same in parts that have nothing in common, the best first.

        First what is called just so, then what has its words in fields that bring them to the top, then in others. What one
        may not see changes nothing in it.
        """
        if not has_words(node):
            return [self.of(node)]
        bands = sorted({band for band in self.shape.texts.values() if band})
        wanted = [self._called(node), *(self._wanted(node, band) for band in bands)]
        parts = [one for one in wanted if one is not None]
        first = self._among_visible(parts[0])
        return [first, *(self._among_visible(one, but=[before]) for before, one in pairwise(parts))]

    def _among_visible(self, wanted: Query | None, *, but: Sequence[Query] = ()) -> Query:
        may_see = Query.term_set_query(self.schema, SEEN_BY, self._asker.may_see)
        parts = [(Occur.Must, may_see)]
        if wanted is not None:
            parts.append((Occur.Must, wanted))
        parts += [(Occur.MustNot, one) for one in but]
        for node in self._asker.unwanted:
            if (query := self._query(node, self._last)) is not None:
                parts.append((Occur.MustNot, query))
        for name, terms in self._without.items():
            if terms:
                parts.append((Occur.MustNot, Query.term_set_query(self.schema, name, terms)))
        return Query.boolean_query(parts)

    def _wanted(self, node: QueryNode | None, band: int) -> Query | None:
        """What is asked for, its words in fields of this band and those before; None where nothing is asked for."""
        self._beginnings = 0
        if node is None:
            return None
        return self._query(node, band) or Query.empty_query()

    def _called(self, node: QueryNode | None) -> Query | None:
        """What has the words that stand in no field for its whole name, in this order."""
        nodes = node.parts if isinstance(node, AllOf) else (node,)
        bare = [one for one in nodes if isinstance(one, WordsAsked) and not one.field]
        if not self.shape.whole or any(one.is_beginning for one in bare):
            return None
        name = whole_name(" ".join(one.text for one in bare))
        if not name:
            return None
        called = Query.term_query(self.schema, self.shape.whole, name)
        wanted = self._wanted(node, self._last)
        return Query.boolean_query([(Occur.Must, one) for one in (called, wanted) if one])

    def _parts_of(self, node: QueryNode, band: int) -> list[tuple[Occur, Query]]:
        """What must be so and what must not; without what has no words in it, such as “&” or a dash."""
        nodes = node.parts if isinstance(node, AllOf) else (node,)
        parts = []
        for one in nodes:
            # What is not wanted is wanted nowhere.
            occur, wanted, there = (
                (Occur.MustNot, one.part, self._last)
                if isinstance(one, Not)
                else (Occur.Must, one, band)
            )
            if (query := self._query(wanted, there)) is not None:
                parts.append((occur, query))
        return parts

    def _query(self, node: QueryNode, band: int) -> Query | None:
        match node:
            case WordsAsked():
                return self._words(node, band)
            case Between(name, least, most):
                if name in self._days_in:
                    return self._range(name, *self._since(least, most))
                return self._range(name, least, most)
            case Is(name, value):
                return Query.term_query(self.schema, name, value)
            case Not() | AllOf():
                parts = self._parts_of(node, band)
                # Among all documents: the engine finds nothing where nothing is wanted.
                everything = Query.all_query()
                return Query.boolean_query([(Occur.Must, everything), *parts]) if parts else None
            case AnyOf(options):
                found = [self._query(one, band) for one in options]
                either = [(Occur.Should, one) for one in found if one is not None]
                return Query.boolean_query(either) if either else None

    def _since(self, least: int | None, most: int | None) -> tuple[int | None, int | None]:
        """Days ago count backwards: at most 7 days ago is that day or later."""
        first = None if most is None else self._days(most)
        last = None if least is None else self._days(least)
        return first, last

    def _range(self, name: str, least: int | None, most: int | None) -> Query:
        bounds = [
            max(-LARGEST, min(LARGEST, one)) if one is not None else None for one in (least, most)
        ]
        return Query.range_query(
            self.schema,
            name,
            tantivy.FieldType.Integer,
            lower_bound=bounds[0],
            upper_bound=bounds[1],
        )

    def _words(self, node: WordsAsked, band: int) -> Query | None:
        names = [node.field] if node.field else self._texts_of(band)
        if node.is_near:
            near = [
                (Occur.Should, self._near(name, word))
                for name in names
                for word in words(node.text)
            ]
            return Query.boolean_query(near) if near else None
        if node.is_phrase:
            row = phrase(node.text)
            if row is None:
                return None
            return self._anywhere(
                names, row._replace(is_beginning=row.is_beginning or node.is_beginning)
            )
        found = [
            self._anywhere(names, one) for one in asked(node.text, is_beginning=node.is_beginning)
        ]
        if len(found) < 2:  # noqa: PLR2004  # no row of them
            return found[0] if found else None
        return Query.boolean_query([(Occur.Must, one) for one in found])

    def _texts_of(self, band: int) -> list[str]:
        return [name for name, own in self.shape.texts.items() if 0 < own <= band]

    def _anywhere(self, names: Sequence[str], one: AskedWords) -> Query:
        """In one of the fields."""
        if one.is_beginning:
            self._beginnings += 1
            is_long = len(one.words[-1]) >= SHORTEST_BEGINNING or not one.words[-1].isascii()
            if self._beginnings > MOST_BEGINNINGS or not is_long:
                one = one._replace(is_beginning=False)
        found = [self._in(name, one) for name in names]
        if len(found) == 1:
            return found[0]
        return Query.boolean_query([(Occur.Should, each) for each in found])

    def _near(self, name: str, word: str) -> Query:
        return Query.fuzzy_term_query(self.schema, name, word, distance=slips(word))

    def _in(self, name: str, one: AskedWords) -> Query:
        *before, last = one.words
        if not one.is_beginning:
            if not before:
                return Query.term_query(self.schema, name, last)
            return Query.phrase_query(self.schema, name, [*before, last])
        if before:
            return Query.phrase_prefix_query(self.schema, name, [*before, last])
        return Query.regex_query(self.schema, name, f"{_escaped(last)}.*")


def _escaped(word: str) -> str:
    """Of words nothing but letters, digits and marks are left; an underscore means itself."""
    return "".join(
        sign if sign.isalnum() else f"\\{sign}" if sign.isascii() else sign for sign in word
    )
