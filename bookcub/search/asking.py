"""From what was typed to the engine's own question: only here the two meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from bookcub.search.documents import EVERYONE, MEMBERS, Shape, a_person
from bookcub.search.index import SEEN_BY
from bookcub.search.language import AllOf, AnyOf, Between, Is, Not, QueryNode, WordsAsked
from bookcub.search.words import AskedWords, asked, phrase

MOST_BEGINNINGS = 3  # in one question: each is looked for among all words there are
SHORTEST_BEGINNING = 2  # letters, where words have spaces between them
LARGEST = 2**40


@dataclass(frozen=True, slots=True)
class Searcher:
    """Whose question it is: nobody's who is logged in, or a person's."""

    person: int | None = None

    @property
    def may_see(self) -> list[str]:
        return [EVERYONE] if self.person is None else [EVERYONE, MEMBERS, a_person(self.person)]


class QueryBuilder:
    """Builds the engine's queries for one shape. `days` turns a number of days ago into what the index keeps of a day."""

    def __init__(self, shape: Shape, schema: tantivy.Schema, *, days: Callable[[int], int]) -> None:
        self.shape = shape
        self.schema = schema
        self._days = days
        self._beginnings = 0

    def of(
        self,
        node: QueryNode | None,
        asker: Searcher,
        *,
        days_in: Sequence[str] = (),
        without: Mapping[str, Iterable[str]] | None = None,
    ) -> Query:
        """What is asked for, among what the asker may find, and `without` what has one of these terms."""
        may_see = Query.const_score_query(
            Query.term_set_query(self.schema, SEEN_BY, asker.may_see), 0.0
        )
        parts = [(Occur.Must, may_see)]
        if node is not None:
            asked_for = self._parts_of(node, days_in)
            parts += asked_for or [(Occur.Must, Query.empty_query())]
        for field, terms in (without or {}).items():
            if taken := list(terms):
                parts.append((Occur.MustNot, Query.term_set_query(self.schema, field, taken)))
        return Query.boolean_query(parts)

    def _parts_of(self, node: QueryNode, days_in: Sequence[str]) -> list[tuple[Occur, Query]]:
        """What must be so and what must not; without what has no words in it, such as “&” or a dash."""
        nodes = node.parts if isinstance(node, AllOf) else (node,)
        parts = []
        for one in nodes:
            occur, wanted = (Occur.MustNot, one.part) if isinstance(one, Not) else (Occur.Must, one)
            if (query := self._query(wanted, days_in)) is not None:
                parts.append((occur, query))
        return parts

    def _query(self, node: QueryNode, days_in: Sequence[str]) -> Query | None:
        match node:
            case WordsAsked():
                return self._words(node)
            case Between(field, least, most):
                if field in days_in:
                    return self._range(field, *self._since(least, most))
                return self._range(field, least, most)
            case Is(field, value):
                return Query.const_score_query(Query.term_query(self.schema, field, value), 0.0)
            case Not() | AllOf():
                parts = self._parts_of(node, days_in)
                # Among all documents: the engine finds nothing where nothing is wanted.
                everything = Query.const_score_query(Query.all_query(), 0.0)
                return Query.boolean_query([(Occur.Must, everything), *parts]) if parts else None
            case AnyOf(options):
                found = [self._query(one, days_in) for one in options]
                either = [(Occur.Should, one) for one in found if one is not None]
                return Query.boolean_query(either) if either else None

    def _since(self, least: int | None, most: int | None) -> tuple[int | None, int | None]:
        """Days ago count backwards: at most 7 days ago is that day or later."""
        first = None if most is None else self._days(most)
        last = None if least is None else self._days(least)
        return first, last

    def _range(self, field: str, least: int | None, most: int | None) -> Query:
        bounds = [
            max(-LARGEST, min(LARGEST, one)) if one is not None else None for one in (least, most)
        ]
        found = Query.range_query(
            self.schema,
            field,
            tantivy.FieldType.Integer,
            lower_bound=bounds[0],
            upper_bound=bounds[1],
        )
        return Query.const_score_query(found, 0.0)

    def _words(self, node: WordsAsked) -> Query | None:
        everywhere = {name: weight for name, weight in self.shape.texts.items() if weight}
        weights: Mapping[str, float] = {node.field: 1.0} if node.field else everywhere
        if node.is_phrase:
            row = phrase(node.text)
            return self._anywhere(weights, row) if row else None
        found = [
            self._anywhere(weights, one) for one in asked(node.text, is_beginning=node.is_beginning)
        ]
        if len(found) < 2:  # noqa: PLR2004  # no row of them
            return found[0] if found else None
        return Query.boolean_query([(Occur.Must, one) for one in found])

    def _anywhere(self, weights: Mapping[str, float], one: AskedWords) -> Query:
        """In one of the fields, by the one where it weighs most."""
        if one.is_beginning:
            self._beginnings += 1
            is_long = len(one.words[-1]) >= SHORTEST_BEGINNING or not one.words[-1].isascii()
            if self._beginnings > MOST_BEGINNINGS or not is_long:
                one = one._replace(is_beginning=False)
        found = [Query.boost_query(self._in(name, one), weight) for name, weight in weights.items()]
        return found[0] if len(found) == 1 else Query.disjunction_max_query(found, 0.1)

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
