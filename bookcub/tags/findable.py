"""What can be found of tags: their names. Whether readers may know of one, the works say that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from bookcub.search.documents import EVERYONE, Document, Shape
from bookcub.tags.models import Tag, TagKind

SHAPE = Shape(
    name="tags",
    version=1,
    texts={},
    # Each kind in a field of its own: nobody asks for all names that begin so and then for those of a kind.
    names=TagKind.values,
    terms=["kind", "beside"],
    counted=[],
    numbers=["uses"],
    orders={"use": int},
)
MOST_USES = 2**22 - 1
MARKS = 41  # bits


def document(tag: Tag, *, uses: int, beside: Iterable[int]) -> Document:
    """A tag that everybody may know of, the number of works that everybody may read, and the fandoms that it stands beside on them."""
    return Document(
        key=tag.pk,
        seen_by=[EVERYONE],
        names={tag.kind: tag.name},
        terms={"kind": [tag.kind], "beside": sorted(map(str, beside))},
        numbers={"uses": uses},
        orders={"use": min(uses, MOST_USES) << MARKS | _mark(tag)},
    )


def _mark(tag: Tag) -> int:
    """What it has alone, so that no two have the same order."""
    name = f"{tag.kind} {tag.folded}".encode()
    return int.from_bytes(blake2b(name, digest_size=8).digest()) >> (64 - MARKS)
