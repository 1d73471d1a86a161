"""What an index holds: its fields, and a document as the packages above describe it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bookcub.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    `texts` are taken apart into words (several of a field stand apart), `names` into pieces of words, `terms` are found as
    they stand, `numbers` are compared, `orders` are sorted by.
    `counted` are keys of which a list tells how many of its documents have each.
    `seen_by` are those who may find it: `EVERYONE`, `MEMBERS`, or `a_person(…)`.

    No two documents may have the same order: those that do stand as they were written, and so tell which were written
    together, of an author's signed works and the anonymous ones.
    """

    key: int
    seen_by: Sequence[str]
    texts: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    counted: Mapping[str, Sequence[int]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    orders: Mapping[str, int | str] = field(default_factory=dict)


KEY = "key"  # the field of the key as a term
EVERYONE = "everyone"
MEMBERS = "members"


def a_person(key: int) -> str:
    """Who alone may find something, as `Document.seen_by` has it."""
    return f"person:{key}"


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of one index. Whoever changes them raises the version: every copy is then built anew.

    `texts` with how near they bring a word to the top where the whole document is asked: those with 1 come first. Those with
    0 are only asked by name. There is no score: how rare a word is would tell of documents that the asker may not see.
    `names` are found by beginnings of their words and by what stands in the middle of them (`completing`).
    `whole` is the term that has the whole of a document's name: what is called just so comes before all others.
    `left_out` says which documents are in no answer from a change until the index has it: kind of the change → term.
    """

    name: str
    version: int
    texts: Mapping[str, int]
    terms: Sequence[str]
    counted: Sequence[str]
    numbers: Sequence[str]
    orders: Mapping[str, type[int | str]]
    whole: str = ""
    names: Sequence[str] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndexSource:
    """Where the documents of an index come from. The owner reads the database; nobody's rights are asked.

    `documents` gives those of some keys that can be found; one that it leaves out is taken out of the index.
    `all_keys` gives all, in portions. `touched` says which keys a change of another thing changes: of "tag" 7 those of
    the works that have it.
    """

    shape: Shape
    documents: Callable[[Sequence[int]], Iterable[Document]]
    all_keys: Callable[[], Iterator[Sequence[int]]]
    touched: Mapping[str, Callable[[int], Iterator[Sequence[int]]]] = field(default_factory=dict)


SOURCES: Registry[IndexSource] = Registry("indexes")
