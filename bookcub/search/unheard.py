"""What has changed since an index was written: until it follows, that is in no answer.

So an answer never tells what was true a moment ago: who signed what is anonymous now, a word that was taken out, a count of
what is gone. A thing that was added or mended is found a moment later; taking away waits for nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from bookcub.search.documents import Shape
from bookcub.search.index import IndexMarks
from bookcub.search.models import ChangeStream, SearchChange

MOST = 20_000  # changes; an index that is further behind gives no answer


def unheard_of(shape: Shape, marks: IndexMarks) -> Mapping[str, frozenset[str]] | None:
    """Terms by their fields: what has one of them has changed since. None where that is too much to say. One query."""
    changes = SearchChange.objects.after(ChangeStream.NOW, marks.now, kinds=shape.left_out)
    rows = changes.values_list("kind", "key")[: MOST + 1]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for number, (kind, key) in enumerate(rows):
        if number == MOST:
            return None
        found[shape.left_out[kind]].add(str(key))
    return {field: frozenset(terms) for field, terms in found.items()}
