"""Tags with their families as a CSV file: what `bookcub tags load` reads, and any spreadsheet."""

from __future__ import annotations

import csv
from collections import defaultdict
from io import StringIO

from django.db.models import QuerySet

from bookcub.finding.queries.wrangling.queues import open_counts
from bookcub.tags.models import Tag, TagParent

MOST = 10_000  # lines
COLUMNS = ("name", "kind", "state", "canonical", "parents", "note", "works")
# A spreadsheet takes a cell that begins so for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def tag_list(tags: QuerySet[Tag]) -> str:
    """A line for each of these tags. A few queries."""
    rows = list(tags[:MOST])
    counts, parents = open_counts(rows), _parents_of(rows)
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for tag in rows:
        state = "canonical" if tag.is_canonical else "synonym" if tag.synonym_of else "undecided"
        led = tag.synonym_of.name if tag.synonym_of else ""
        above = ", ".join(parents[tag.pk])
        cells = (tag.name, tag.kind, state, led, above, tag.note)
        writer.writerow([*map(_harmless, cells), counts.get(tag.pk, 0)])
    return written.getvalue()


def _parents_of(tags: list[Tag]) -> dict[int, list[str]]:
    """Of each its parents, each with its kind: names alone may be those of several."""
    found: dict[int, list[str]] = defaultdict(list)
    for begin in range(0, len(tags), 1000):
        keys = [tag.pk for tag in tags[begin : begin + 1000]]
        rows = TagParent.objects.filter(child__in=keys).order_by("parent__kind", "parent__name")
        for child, kind, name in rows.values_list("child", "parent__kind", "parent__name"):
            found[child].append(f"{kind}:{name}")
    return found


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
