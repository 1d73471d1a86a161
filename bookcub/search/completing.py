"""From the beginning of a name to the engine's question: which names have words that begin so, or have it in the middle of one."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy
from tantivy import Occur, Query

from bookcub.search.words import BEGINS, pieces_of_beginning, pieces_of_middle

MOST_WORDS = 6  # that the engine is asked for

Part = list[tuple[Occur, Query]]


def completions(
    schema: tantivy.Schema,
    fields: Sequence[str],
    typed: Sequence[str],
    *,
    near: tuple[str, Sequence[str]] | None = None,
) -> list[Query]:
    """Names in these fields with these words or beginnings of them, in parts that have nothing in common: the best first.

    First those with a term that is `near`, by the field of it, and there first those whose words begin so. A few more are
    found: what has the pieces of a word, and not the word (`words.completes`).
    """
    asked = typed[:MOST_WORDS]
    beginning = {piece for word in asked for piece in pieces_of_beginning(word)}
    middle = {piece for word in asked for piece in pieces_of_middle(word)}
    begins = _in_one(schema, fields, beginning)
    fits: list[Part] = [[(Occur.Must, begins)]]
    if middle != beginning:
        inside = _in_one(schema, fields, middle)
        fits.append([(Occur.Must, inside), (Occur.MustNot, begins)])
    places: list[Part] = [[]]
    if near is not None:
        close = Query.term_set_query(schema, near[0], list(near[1]))
        places = [[(Occur.Must, close)], [(Occur.MustNot, close)]]
    return [Query.boolean_query([*place, *fit]) for place in places for fit in fits]


def _in_one(schema: tantivy.Schema, fields: Sequence[str], pieces: set[str]) -> Query:
    """All pieces in one of the fields."""
    found = [_all_of(schema, field, pieces) for field in fields]
    if len(found) == 1:
        return found[0]
    return Query.boolean_query([(Occur.Should, one) for one in found])


def _all_of(schema: tantivy.Schema, field: str, pieces: set[str]) -> Query:
    wanted = sorted(pieces) or [BEGINS]
    parts = [(Occur.Must, Query.term_query(schema, field, piece)) for piece in wanted]
    return Query.boolean_query(parts) if len(parts) > 1 else parts[0][1]
