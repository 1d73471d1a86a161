"""Tags that complete what somebody types: names that everybody may know of, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from django.db.models import Q, QuerySet

from bookcub.core.database.folding import folded
from bookcub.core.database.planned import Text
from bookcub.core.database.prepared import prepared
from bookcub.search.completing import completions
from bookcub.search.copies import reader_of
from bookcub.search.index import DamagedIndexError, IndexReader
from bookcub.search.words import completes, typed_words
from bookcub.tags.findable import SHAPE
from bookcub.tags.models import TAG_MAX, Tag, TagKind
from bookcub.works.tag_names import public_tags

MOST = 12
PORTION = (
    16  # names that are looked at at a time: a few lack what was typed, or were hidden a moment ago
)
TURNS = 4
MOST_FANDOMS = 5


@dataclass(frozen=True, slots=True)
class CompletedTag:
    """A tag that somebody may mean, and on how many works that everybody may read it stands.

    `synonym` is the name that was found where it leads to this one; the number is not told then.
    """

    key: int
    kind: str
    name: str
    uses: int | None
    canonical: bool
    synonym: str = ""


def completed(
    typed: str, kind: TagKind | None = None, *, fandoms: Sequence[str] = (), most: int = MOST
) -> list[CompletedTag]:
    """Tags with these words, or beginnings of them, the most used first; before them what is called just so.

    Characters and relationships that stand beside these fandoms come first. One query, seldom up to four; one more for fandoms.
    """
    reader = reader_of(SHAPE)
    if reader is None:
        return _by_beginning(typed, kind, most)
    try:
        return _by_index(reader, typed, kind, _keys_of(fandoms), most)
    except DamagedIndexError:  # the worker sees it within a minute
        return _by_beginning(typed, kind, most)


class _Row(NamedTuple):
    key: int
    kind: str
    name: str
    folded: str
    is_canonical: bool
    meant: int | None
    meant_kind: str | None
    meant_name: str | None
    meant_is_canonical: bool | None


COLUMNS = ("pk", "kind", "name", "folded", "is_canonical")
OF_CANONICAL = ("synonym_of", "synonym_of__kind", "synonym_of__name", "synonym_of__is_canonical")


def _by_index(
    reader: IndexReader, typed: str, kind: TagKind | None, beside: Sequence[str], most: int
) -> list[CompletedTag]:
    words, called = typed_words(typed), Text(folded(typed)[: 2 * TAG_MAX])
    candidates = _candidates(reader, words, kind, beside)
    bands, found = dict[int, int](), dict[int, _Row]()
    for turn in range(TURNS):
        portion = dict(islice(candidates, PORTION))
        bands |= portion
        # The index is as new as two seconds ago: what is hidden by now the database knows.
        named = Text("") if turn else called
        for row in map(_Row._make, _known_to_all(list(portion), kind, named)):
            if row.folded == called:
                bands[row.key] = -1
            if row.folded == called or completes(row.name, words):
                found[row.key] = row
        if len(found) >= most or len(portion) < PORTION:
            break
    uses = reader.numbers(list(found), "uses")
    # Among equals by name; the engine knows only that they are equal.
    rows = sorted(
        found.values(), key=lambda row: (bands[row.key], -uses.get(row.key, 0), row.folded)
    )
    return [_completed(row, uses) for row in islice(_once_each(rows), most)]


def _candidates(
    reader: IndexReader, words: Sequence[str], kind: TagKind | None, beside: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Keys of tags that may have these words, each with the number of its band: the best first."""
    kinds = [kind] if kind else TagKind.values
    near = ("beside", beside) if beside else None
    for band, query in enumerate(completions(reader.schema, kinds, words, near=near)):
        first = 0
        while keys := reader.find([query], first=first, most=PORTION, order="use"):
            yield from ((key, band) for key in keys)
            if len(keys) < PORTION:
                break
            first += PORTION


@prepared
def _known_to_all(
    keys: Sequence[int], kind: TagKind | None, called: str
) -> QuerySet[Tag, tuple[object, ...]]:
    """Those of these tags that everybody may know of, and the one that is called just so."""
    kinds = [kind] if kind else TagKind.values
    wanted = public_tags().filter(Q(pk__in=keys) | Q(kind__in=kinds, folded=called))
    return wanted.values_list(*COLUMNS, *OF_CANONICAL)


def _by_beginning(typed: str, kind: TagKind | None, most: int) -> list[CompletedTag]:
    """While there is no index: what begins so, by the table's own."""
    start, kinds = folded(typed), [kind] if kind else TagKind.values
    begins = public_tags().filter(
        kind__in=kinds, folded__gte=start, folded__lt=start + "\U0010ffff"
    )
    by_use = begins.order_by("-is_canonical", "-uses", "name")
    rows = [_Row(*row) for row in by_use.values_list(*COLUMNS, *OF_CANONICAL)[: 2 * most]]
    return [_completed(row, {}) for row in islice(_once_each(rows), most)]


def _keys_of(fandoms: Sequence[str]) -> list[str]:
    """The tags of these names, and those that they lead to."""
    names = {folded(name) for name in fandoms[:MOST_FANDOMS] if name.strip()}
    if not names:
        return []
    rows = Tag.objects.filter(kind=TagKind.FANDOM, folded__in=names)
    return [str(key) for row in rows.values_list("pk", "synonym_of") for key in row if key]


def _once_each(rows: Sequence[_Row]) -> Iterator[_Row]:
    """Each thing once: not two synonyms of one tag, and none where the tag itself is there."""
    led_to = {row.key for row in rows}
    for row in rows:
        if row.meant is None:
            yield row
        elif row.meant not in led_to:
            led_to.add(row.meant)
            yield row


def _completed(row: _Row, uses: Mapping[int, int]) -> CompletedTag:
    if row.meant is None or not row.meant_is_canonical:
        return CompletedTag(row.key, row.kind, row.name, uses.get(row.key), row.is_canonical)
    return CompletedTag(
        row.meant,
        row.meant_kind or "",
        row.meant_name or "",
        None,
        canonical=True,
        synonym=row.name,
    )
