"""An index on the disk: one folder, written by one process of a machine and read by all of them.

Tantivy's own traps are kept out here: a deletion by an unsigned number deletes nothing (keys are text), and sorting by a text
needs a field for it. A second writer is refused: `following` lets one process of a machine write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import tantivy

from bookcub.search.documents import KEY, Document, Shape
from bookcub.search.words import pieces, written

# Terms that each segment tells of before the most common of all are taken: with so many no count was ever wrong.
SEGMENT_SIZE = 65_000
HEAP = 50_000_000  # bytes that a writer gathers before it writes a segment
NUMBER_OF_KEY = "pk"
SEEN_BY = "seen_by"
# Of the one document that says how far the index has followed the database, by stream of changes.
MARK = "mark"
NOW, COUNTS = "followed", "counted"


class DamagedIndexError(ValueError):
    """The folder holds no index that can be read, or none that can be written: the engine says in words why."""


@contextmanager
def _told_as_damage() -> Iterator[None]:
    """The engine raises ValueError for everything that goes wrong."""
    try:
        yield
    except ValueError as wrong:
        raise DamagedIndexError(str(wrong)) from wrong


def schema_of(shape: Shape) -> tantivy.Schema:
    """The engine's schema of a shape."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(KEY, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(NUMBER_OF_KEY, indexed=True, fast=True)
    builder.add_integer_field(NOW, fast=True)
    builder.add_integer_field(COUNTS, fast=True)
    builder.add_text_field(SEEN_BY, tokenizer_name="raw", index_option="basic")
    for name in shape.texts:
        # Taken apart by us, so that what is written down and what is asked for are the same.
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in shape.names:
        # Without positions: which pieces a name has says nearly all, and its text the rest.
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in shape.terms:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in shape.counted:
        builder.add_integer_field(name, fast=True)
    for name in shape.numbers:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name, kind in shape.orders.items():
        if kind is int:
            builder.add_integer_field(order_field(name), fast=True)
        else:
            builder.add_text_field(
                order_field(name), tokenizer_name="raw", index_option="basic", fast=True
            )
    return builder.build()


def order_field(name: str) -> str:
    """The field that a list in this order is sorted by."""
    return f"by_{name}"


class IndexWriter:
    """Puts documents in and takes them out; nothing of it is there before `commit`. Raises DamagedIndexError."""

    def __init__(self, folder: Path, shape: Shape) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with _told_as_damage():
            self._index = tantivy.Index(schema_of(shape), path=str(folder))
            self._writer = self._index.writer(heap_size=HEAP, num_threads=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def put(self, documents: Iterable[Document]) -> None:
        """Put documents in, each in the place of what had its key."""
        for document in documents:
            self._writer.delete_documents_by_term(KEY, str(document.key))
            self._writer.add_document(_drawn(document))

    def remove(self, keys: Iterable[int]) -> None:
        for key in keys:
            self._writer.delete_documents_by_term(KEY, str(key))

    def commit(self, *, now: int, counts: int) -> None:
        """All of it is there from now on, and with it how far the index has followed the database."""
        self._writer.delete_documents_by_term(KEY, MARK)
        mark = tantivy.Document()
        mark.add_text(KEY, MARK)
        mark.add_integer(NOW, now)
        mark.add_integer(COUNTS, counts)
        with _told_as_damage():
            self._writer.add_document(mark)
            self._writer.commit()

    def close(self) -> None:
        """Let others write. What was not committed is gone."""
        self._writer.rollback()
        del self._writer
        del self._index


def _drawn(document: Document) -> tantivy.Document:
    drawn = tantivy.Document()
    for name, text in _texts_of(document):
        drawn.add_text(name, text)
    for name, number in _numbers_of(document):
        drawn.add_integer(name, number)
    return drawn


def _texts_of(document: Document) -> Iterator[tuple[str, str]]:
    yield KEY, str(document.key)
    yield from ((SEEN_BY, who) for who in document.seen_by)
    yield from ((name, written(text)) for name, text in document.texts.items())
    yield from ((name, " ".join(sorted(pieces(text)))) for name, text in document.names.items())
    yield from ((name, term) for name, terms in document.terms.items() for term in terms)
    for name, order in document.orders.items():
        if isinstance(order, str):
            yield order_field(name), order


def _numbers_of(document: Document) -> Iterator[tuple[str, int]]:
    yield NUMBER_OF_KEY, document.key
    yield from document.numbers.items()
    yield from ((name, key) for name, keys in document.counted.items() for key in keys)
    for name, order in document.orders.items():
        if isinstance(order, int):
            yield order_field(name), order


@dataclass(frozen=True, slots=True)
class IndexMarks:
    """The last changes that an index knows: of all things, and of mere numbers."""

    now: int
    counts: int


def _buckets(told: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Numbers come as floats. Among equals the lower key first, whatever the engine read first."""
    found = [
        (str(int(key) if isinstance(key := one["key"], float) else key), int(one["doc_count"]))
        for one in told
    ]
    return sorted(found, key=lambda one: (-one[1], len(one[0]), one[0]))


class IndexReader:
    """Answers questions about an index as it was last committed and `reload`ed. Raises DamagedIndexError."""

    def __init__(self, folder: Path) -> None:
        with _told_as_damage():
            self._index = tantivy.Index.open(str(folder))
        self.schema = self._index.schema

    def reload(self) -> None:
        """See what was committed since."""
        with _told_as_damage():
            self._index.reload()

    @property
    def marks(self) -> IndexMarks:
        """How far the index has followed the database; before the first change where it was never finished."""
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.term_query(self.schema, KEY, MARK), limit=1).hits
        if not found:
            return IndexMarks(-1, -1)
        addresses = [address for _, address in found]
        [now] = searcher.fast_field_values(NOW, addresses)
        [counts] = searcher.fast_field_values(COUNTS, addresses)
        return IndexMarks(int(now or 0), int(counts or 0))

    def count(self, query: tantivy.Query) -> int:
        """How many documents there are of this."""
        with _told_as_damage():
            return int(self._index.searcher().search(query, limit=1).count or 0)  # type: ignore[attr-defined]  # its stubs lack it

    def find(
        self,
        bands: Sequence[tantivy.Query],
        *,
        first: int,
        most: int,
        order: str,
        is_rising: bool = False,
    ) -> list[int]:
        """The keys from the `first` on: those of each band in this order, one band after the other."""
        searcher, found = self._index.searcher(), list[int]()
        direction = tantivy.Order.Asc if is_rising else tantivy.Order.Desc
        for number, query in enumerate(bands):
            is_last = number == len(bands) - 1
            with _told_as_damage():
                result = searcher.search(
                    query,
                    limit=most - len(found),
                    offset=first,
                    count=not is_last,
                    order_by_field=order_field(order),
                    order=direction,
                )
                keys = searcher.fast_field_values(NUMBER_OF_KEY, [at for _, at in result.hits])
            found += [int(key) for key in keys if key is not None]
            if len(found) == most or is_last:
                break
            first = max(0, first - int(result.count or 0))  # type: ignore[attr-defined]  # its stubs lack it
        return found

    def numbers(self, keys: Sequence[int], name: str) -> dict[int, int]:
        """A number of documents by their keys."""
        if not keys:
            return {}
        searcher = self._index.searcher()
        wanted = tantivy.Query.term_set_query(self.schema, KEY, [str(key) for key in keys])
        found = [at for _, at in searcher.search(wanted, limit=len(keys), count=False).hits]
        there = searcher.fast_field_values(NUMBER_OF_KEY, found)
        numbers = searcher.fast_field_values(name, found)
        return {int(key or 0): int(number or 0) for key, number in zip(there, numbers, strict=True)}

    def most_common(
        self, query: tantivy.Query, fields: Sequence[str], *, most: int
    ) -> dict[str, list[tuple[str, int]]]:
        """By field the terms or keys that most documents have of what is asked for, and how many: the most common first."""
        terms = {"size": 2 * most, "segment_size": SEGMENT_SIZE}  # equals stand in no order yet
        wanted = {name: {"terms": {"field": name, **terms}} for name in fields}
        with _told_as_damage():
            told = self._index.searcher().aggregate(query, wanted)
        return {name: _buckets(told[name]["buckets"])[:most] for name in fields}

    def all_keys(self) -> Sequence[int]:
        """The keys of all documents, for whoever compares them with the database."""
        searcher = self._index.searcher()
        everything = tantivy.Query.exists_query(NUMBER_OF_KEY)
        most = max(1, searcher.num_docs)
        found = searcher.search(everything, limit=most, count=False)
        keys = searcher.fast_field_values(NUMBER_OF_KEY, [address for _, address in found.hits])
        return sorted(int(key) for key in keys if key is not None)
