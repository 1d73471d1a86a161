"""How much is tested: every day what can break in a day, under `make test-everything` all there is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from zlib import crc32

import pytest

EVERYTHING = os.environ.get("TEST_EVERYTHING", "no") == "yes"
POSTGRESQL = os.environ.get("BOOKCUB_TEST_DATABASE") == "postgresql"
SAMPLE = 30  # one of so many tests runs on PostgreSQL too, whatever it is about
VALUES = 8  # and of a file that is `both`, each test with its first values and with one in so many of the others


def is_wanted(item: pytest.Item) -> bool:
    """Whether this test belongs to this run."""
    if EVERYTHING:
        return True
    if item.get_closest_marker("everything"):
        return False
    return not POSTGRESQL or _may_differ(item) or crc32(item.nodeid.encode()) % SAMPLE == 0


def _may_differ(item: pytest.Item) -> bool:
    rows = item.get_closest_marker("django_db")
    # Whoever commits wants to see locks, waits and constraints at work.
    commits = rows is not None and bool(rows.kwargs.get("transaction"))
    if commits or any(mark.name == "both" for mark in item.own_markers):
        return True
    return item.get_closest_marker("both") is not None and _is_typical(item)


def _is_typical(item: pytest.Item) -> bool:
    """Whether PostgreSQL would be told something else than by another set of values for the same test."""
    values = getattr(item, "callspec", None)
    is_first = values is None or not any(values.indices.values())
    return is_first or crc32(item.nodeid.encode()) % VALUES == 0


def one_in(many: int, things: Iterable[str], *, turn: str = "") -> list[str]:
    """Those of many things of one kind that are looked at every day; others in another turn, all where everything is."""
    return [thing for thing in things if EVERYTHING or crc32(f"{turn}{thing}".encode()) % many == 0]


def dealt(things: Sequence[str], turn: int, among: int) -> Sequence[str]:
    """What one of so many looks at every day, who together look at all; everything where everything is."""
    return things if EVERYTHING else things[turn::among]


def begins_first(item: pytest.Item) -> bool:
    """Whether this one test takes so long that the others had better go on beside it."""
    return item.get_closest_marker("slow_first") is not None


def often(most: int) -> int:
    """How many examples of a property are looked at, where everything would be so many; on PostgreSQL half of a day's."""
    if EVERYTHING:
        return most
    return max(most // 16, min(most, 5)) if POSTGRESQL else max(most // 8, min(most, 10))
