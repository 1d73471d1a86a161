"""What a decision about tags would touch, before it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookcub.finding.policies import at_the_desk, open_works
from bookcub.finding.queries.wrangling.queues import COUNTED
from bookcub.tags.models import Tag, TagParent
from bookcub.works.models import Tagging


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """How much hangs on some tags."""

    works: int  # that everybody may see
    is_cut: bool  # there are more
    synonyms: int
    children: int
    parents: int


def preview_of(tags: Sequence[Tag]) -> ChangePreview:
    """Of these tags together. Four queries."""
    keys = [tag.pk for tag in tags]
    synonyms = list(Tag.objects.filter(synonym_of__in=keys).values_list("pk", flat=True))
    tagged = Tagging.objects.filter(tag__in=[*keys, *synonyms])
    works = open_works().filter(pk__in=tagged.values("work")).order_by()
    found = works.values("pk")[: COUNTED + 1].count()
    return ChangePreview(
        works=min(found, COUNTED),
        is_cut=found > COUNTED,
        synonyms=len(synonyms),
        children=Tag.objects.filter(at_the_desk(), parents__in=keys).distinct().count(),
        parents=TagParent.objects.filter(child__in=keys).count(),
    )
