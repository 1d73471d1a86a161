"""What waits at the wrangling desk: tags of works that everybody may see, and those that are in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bookcub.finding.policies import (
    WranglingScope,
    at_the_desk,
    beside,
    on_open_works,
    open_works,
)
from bookcub.finding.queries.wrangling.likenesses import Likeness, likenesses
from bookcub.search.words import plain
from bookcub.tags.models import Tag, TagKind, TagParent
from bookcub.tags.models.family import found_with, sub_tags
from bookcub.works.models import Tagging

COUNTED = 1000  # works of a tag; of more it is told that there are more
UNDECIDED, CANONICAL, SYNONYM = "undecided", "canonical", "synonym"


@dataclass(frozen=True, slots=True)
class QueueWishes:
    """Which tags of the desk somebody looks at."""

    kind: str = TagKind.FANDOM
    state: str = UNDECIDED
    fandom: Tag | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A tag with what helps to decide about it."""

    tag: Tag
    works: int
    is_cut: bool  # there are more
    likely: Likeness | None


def queue(wishes: QueueWishes, scope: WranglingScope) -> QuerySet[Tag]:
    """These tags, the most used first."""
    tags = Tag.objects.filter(scope.holds(), kind=wishes.kind).select_related("synonym_of")
    if wishes.state == UNDECIDED:
        # What everybody sees counts its uses: so those that stand nowhere are not even looked at.
        tags = tags.undecided().filter(on_open_works(), uses__gt=0)
    elif wishes.state == CANONICAL:
        tags = tags.filter(is_canonical=True)
    else:
        tags = tags.filter(synonym_of__isnull=False)
    if wishes.fandom is not None:
        tags = tags.filter(_of_fandom(wishes.fandom, wishes.state))
    for word in plain(wishes.words).split()[:8]:
        tags = tags.filter(alike__contains=word)
    return tags.order_by("-uses", "name")


def _of_fandom(fandom: Tag, state: str) -> Q:
    family = {fandom.pk, *sub_tags(fandom.pk)}
    under = TagParent.objects.filter(parent__in=family)
    if state == SYNONYM:
        return Q(Exists(under.filter(child=OuterRef("synonym_of")))) | Q(synonym_of__in=family)
    placed = Q(Exists(under.filter(child=OuterRef("pk"))))
    if state == CANONICAL:
        return placed | Q(pk__in=family)
    return placed | beside(found_with(fandom).uses)


def queue_lines(tags: Sequence[Tag], wishes: QueueWishes) -> list[QueueLine]:
    """The lines of a page of the queue. Three queries."""
    counts = open_counts(tags)
    near = None
    if wishes.fandom is not None and wishes.kind != TagKind.FANDOM:
        near = _of_fandom(wishes.fandom, CANONICAL)
    likely = likenesses(tags, wishes.kind, near=near) if wishes.state == UNDECIDED else {}
    return [
        QueueLine(
            tag,
            min(counts.get(tag.pk, 0), COUNTED),
            counts.get(tag.pk, 0) > COUNTED,
            next(iter(likely.get(tag.pk, [])), None),
        )
        for tag in tags
    ]


def open_counts(tags: Sequence[Tag]) -> dict[int, int]:
    """On how many works that everybody may see each of these stands; of common ones only that it is many. One query."""
    common = {tag.pk: COUNTED + 1 for tag in tags if tag.uses > COUNTED}
    seldom = [tag.pk for tag in tags if tag.pk not in common]
    rows = Tagging.objects.filter(Exists(open_works().filter(pk=OuterRef("work"))), tag__in=seldom)
    return common | dict(
        rows.order_by().values("tag").annotate(number=Count("pk")).values_list("tag", "number")
    )


def fandoms_to_choose(scope: WranglingScope, words: str) -> list[Tag]:
    """Fandoms by whose tags the queue can be narrowed: canonical ones, and those that everybody sees on works."""
    found = Tag.objects.filter(scope.holds(), at_the_desk(), kind=TagKind.FANDOM, synonym_of=None)
    for word in plain(words).split()[:8]:
        found = found.filter(alike__contains=word)
    return list(found.order_by("-uses", "name")[:50])


def fandom_named(name: str, scope: WranglingScope) -> Tag | None:
    """The fandom of a name that this scope knows, or what it leads to. One query."""
    tags = Tag.objects.filter(at_the_desk(), scope.holds()).named(name, TagKind.FANDOM)
    tag = tags.select_related("synonym_of").first()
    return (tag.synonym_of or tag) if tag else None
