"""Whether this machine's copy of an index and the database agree."""

from __future__ import annotations

from dataclasses import dataclass

from bookcub.search.copies import current
from bookcub.search.documents import IndexSource
from bookcub.search.index import DamagedIndexError, IndexReader
from bookcub.search.models import ChangeStream, SearchChange


@dataclass(frozen=True, slots=True)
class IndexAgreement:
    """What is missing in the index, and what is in it and nowhere else; None where there is no index to compare."""

    missing: int
    lost: int
    waiting: int  # changes that it has not followed yet


def compare(source: IndexSource) -> IndexAgreement | None:
    """Look at every key once."""
    found = current(source.shape.name)
    if found is None or found.version != source.shape.version:
        return None
    try:
        reader = IndexReader(found.folder)
        there = set(reader.all_keys())
        marks = reader.marks
    except DamagedIndexError:
        return None
    wanted = {key for portion in source.all_keys() for key in portion}
    until = SearchChange.objects.horizon()
    waiting = SearchChange.objects.between(ChangeStream.NOW, marks.now, until).count()
    return IndexAgreement(len(wanted - there), len(there - wanted), waiting)
