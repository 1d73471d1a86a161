"""What an index holds: its fields, and a document as the packages above describe it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bookcub.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    `texts` are taken apart into words, `terms` are found as they stand, `numbers` are compared and sorted by,
    `orders` are sorted by as texts. `seen_by` are those who may find it: `EVERYONE`, `MEMBERS`, or `a_person(…)`.
    """

    key: int
    seen_by: Sequence[str]
    texts: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)


EVERYONE = "everyone"
MEMBERS = "members"


def a_person(key: int) -> str:
    """Who alone may find something, as `Document.seen_by` has it."""
    return f"person:{key}"


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of one index. Whoever changes them raises the version: every copy is then built anew.

    `texts` with what a word in them weighs where the whole document is asked; with nothing those that are asked by name.
    """

    name: str
    version: int
    texts: Mapping[str, float]
    terms: Sequence[str]
    numbers: Sequence[str]
    orders: Sequence[str]


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
