"""Canonical tags that an undecided one may be another name of: for a person to confirm, and never merged by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q

from bookcub.finding.policies import at_the_desk
from bookcub.tags.models import Tag

CANDIDATES = 1000  # canonical tags of a kind that are compared, the most used
LIKE_ENOUGH = 0.45  # of Dice's coefficient over trigrams
MOST = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A tag that may be meant, and how alike the two are: 1 where only case, accents or order differ."""

    tag: Tag
    degree: float
    merge_query: str  # what asks for a preview of merging the two

    @property
    def is_another_spelling(self) -> bool:
        return self.degree == 1


def trigrams(text: str) -> frozenset[str]:
    """Every three letters in a row, with two spaces before and one behind each word."""
    return frozenset(
        padded[at : at + 3]
        for word in text.replace("/", " ").split()
        for padded in [f"  {word} "]
        for at in range(len(padded) - 2)
    )


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient: 0 where nothing is shared, 1 where all is."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def likenesses(
    tags: Sequence[Tag], kind: str, *, near: Q | None = None
) -> dict[int, list[Likeness]]:
    """For each of these tags of a kind what it may be another name of, the likeliest first. Two queries.

    `near` is what is compared first, such as the tags of a fandom.
    """
    if not tags:
        return {}
    candidates = _candidates(tags, kind, near)
    known = [(one, trigrams(one.alike)) for one in candidates]
    return {tag.pk: list(_likely(tag, known)) for tag in tags}


def _candidates(tags: Sequence[Tag], kind: str, near: Q | None) -> list[Tag]:
    of_kind = Tag.objects.filter(kind=kind)
    canonical = of_kind.filter(is_canonical=True)
    best = canonical.filter(near) if near is not None else canonical
    found = {one.pk: one for one in best.order_by("-uses", "name")[:CANDIDATES]}
    alike = of_kind.filter(at_the_desk(), synonym_of=None, alike__in={tag.alike for tag in tags})
    found |= {one.pk: one for one in alike[:CANDIDATES]}
    return list(found.values())


def _likely(tag: Tag, known: Iterable[tuple[Tag, frozenset[str]]]) -> Iterable[Likeness]:
    own = trigrams(tag.alike)
    found = [
        Likeness(
            other,
            1.0 if other.alike == tag.alike else min(0.99, likeness(own, parts)),
            urlencode({"do": "merge", "tag": tag.pk, "name": other.name}),
        )
        for other, parts in known
        if other.pk != tag.pk
    ]
    likely = [one for one in found if one.degree >= LIKE_ENOUGH]
    # Of two that are written alike the one that is used more is kept.
    likely = [
        one
        for one in likely
        if one.tag.is_canonical or (one.tag.uses, -one.tag.pk) > (tag.uses, -tag.pk)
    ]
    return sorted(likely, key=lambda one: (-one.degree, -one.tag.uses, one.tag.pk))[:MOST]
