"""What the desk's page of one tag needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookcub.finding.policies import at_the_desk
from bookcub.finding.queries.wrangling.likenesses import Likeness, likenesses
from bookcub.finding.queries.wrangling.previews import ChangePreview, preview_of
from bookcub.tags.models import Tag

MOST = 100  # of each part of a family


@dataclass(frozen=True, slots=True)
class TagAtTheDesk:
    """A tag with its family and what it may be another name of."""

    tag: Tag
    preview: ChangePreview
    parents: Sequence[Tag]
    children: Sequence[Tag]
    synonyms: Sequence[Tag]
    likely: Sequence[Likeness]


def tag_at_the_desk(tag: Tag) -> TagAtTheDesk:
    """Nine queries at most."""
    is_open = not tag.is_canonical and tag.synonym_of_id is None
    known = Tag.objects.filter(at_the_desk())
    return TagAtTheDesk(
        tag=tag,
        preview=preview_of([tag]),
        parents=list(tag.parents.order_by("kind", "name")[:MOST]),
        children=list(known.filter(parents=tag).order_by("kind", "-uses", "name")[:MOST]),
        synonyms=list(tag.synonyms.order_by("name")[:MOST]),
        likely=likenesses([tag], tag.kind).get(tag.pk, []) if is_open else [],
    )
