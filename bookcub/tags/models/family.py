"""Which tags are found with a tag: its synonyms, what stands under it, and what nobody has told apart from it yet.

A tag **means** another one: a synonym its canonical, an undecided tag the canonical of the same letters (`alike`), or what
a synonym of the same letters means, or else the oldest of these letters. So an archive without a single
wrangler finds variants together, and every decision of one counts from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from bookcub.tags.models.tag import Tag, TagParent

AT_ONCE = 5_000  # keys in one question
Key = TypeVar("Key", int, str)


def meta_tags(tags: Iterable[int]) -> dict[int, set[int]]:
    """For each of these what stands above it of its own kind, however far up. A question a step."""
    wanted, above = set(tags), defaultdict[int, set[int]](set)
    for child, parent in _steps(wanted, child="child", parent="parent"):
        above[child].add(parent)
    return {tag: _reached(tag, above) for tag in wanted if tag in above}


def sub_tags(tag: int) -> set[int]:
    """What stands under it of its own kind, however far down. A question a step."""
    below = defaultdict[int, set[int]](set)
    for parent, child in _steps({tag}, child="parent", parent="child"):
        below[parent].add(child)
    return _reached(tag, below)


def _steps(tags: set[int], *, child: str, parent: str) -> Iterator[tuple[int, int]]:
    of_one_kind = TagParent.objects.filter(child__kind=F("parent__kind"))
    seen, front = set(tags), set(tags)
    while front:
        found: set[int] = set()
        for keys in in_parts(front):
            for here, there in of_one_kind.filter(**{f"{child}__in": keys}).values_list(
                child, parent
            ):
                yield here, there
                found.add(there)
        front = found - seen
        seen |= front


def in_parts(keys: Collection[Key], most: int = AT_ONCE) -> Iterator[list[Key]]:
    """So many at a time: a database takes no question with any number of keys."""
    every = sorted(keys)
    return (every[begin : begin + most] for begin in range(0, len(every), most))


def _reached(tag: int, ways: dict[int, set[int]]) -> set[int]:
    reached: set[int] = set()
    front = {tag}
    while front:
        front = {there for here in front for there in ways.get(here, ())} - reached
        reached |= front
    return reached


class TagMeaning(NamedTuple):
    """What a tag is found by."""

    key: int
    kind: str
    name: str
    meant: int  # the key of the tag that it means
    above: Collection[int]  # of the meta-tags of that one
    names: Sequence[str]  # of canonical tags, by which its works are found as well
    is_decided: bool

    @property
    def keys(self) -> set[int]:
        return {self.key, self.meant, *self.above}

    @property
    def counted(self) -> set[int]:
        """Those by which it is counted and named: another one that nobody has decided about may stand on a draft alone."""
        return {self.meant if self.is_decided else self.key, *self.above}


def tag_meanings(tags: Iterable[int]) -> dict[int, TagMeaning]:
    """What each of these tags is found by. A question for each five thousand; where anything is decided, two and one a step more."""
    rows: dict[int, tuple[str, str, int]] = {}
    decided = set()  # or written like something that is
    for keys in in_parts(set(tags)):
        told = ("pk", "kind", "name", "is_canonical")
        for pk, kind, name, is_canonical, meant in _with_meaning(keys, *told):
            rows[pk] = (kind, name, meant)
            if is_canonical or meant != pk:
                decided.add(meant)
    above = meta_tags(decided)
    names = _canonical_names({*decided, *(key for keys in above.values() for key in keys)})
    found = {}
    for pk, (kind, name, meant) in rows.items():
        others = above.get(meant, set())
        led = [names[key] for key in (meant, *sorted(others)) if key in names and key != pk]
        found[pk] = TagMeaning(
            key=pk,
            kind=kind,
            name=name,
            meant=meant,
            above=others,
            names=led,
            is_decided=meant in names,
        )
    return found


def meanings(tags: Collection[int]) -> dict[int, int]:
    """The key of the tag that each of these means: what works with it are found by. One question."""
    return dict(_with_meaning(tags, "pk"))


def _with_meaning(tags: Collection[int], *told: str) -> Iterable[Any]:
    """These columns of the tags and the key of what each means; the database looks up what is written alike, tag by tag."""
    alike = Tag.objects.filter(kind=OuterRef("kind"), alike=OuterRef("alike")).order_by(
        "-is_canonical", ExpressionWrapper(Q(synonym_of=None), BooleanField()), "pk"
    )
    meant = Case(
        When(is_canonical=True, then=F("pk")),
        When(synonym_of__isnull=False, then=F("synonym_of")),
        default=Subquery(alike.values(led=Coalesce("synonym_of", "pk"))[:1]),
    )
    rows = Tag.objects.filter(pk__in=tags).annotate(meant=meant)
    return rows.values_list(*told, "meant")


class _Written(NamedTuple):
    """One way to write a tag."""

    key: int
    alike: str
    uses: int
    decided: int | None  # the canonical tag that it is or leads to
    rank: tuple[int, int]  # the least of those written alike says what the others mean


def _written_alike(kind: str, letters: Sequence[str]) -> list[_Written]:
    rows = Tag.objects.filter(kind=kind, alike__in=letters)
    told = ("pk", "alike", "uses", "is_canonical", "synonym_of")
    return [
        _Written(
            key=pk,
            alike=alike,
            uses=uses,
            decided=pk if is_canonical else synonym_of,
            rank=(0 if is_canonical else 1 if synonym_of else 2, pk),
        )
        for pk, alike, uses, is_canonical, synonym_of in rows.values_list(*told)
    ]


def _meant_among(group: Sequence[_Written]) -> int:
    """What the undecided ones among tags that are written alike mean."""
    first = min(group, key=lambda one: one.rank)
    return first.decided or first.key


def _canonical_names(tags: set[int]) -> dict[int, str]:
    """Of others nothing is told: they may stand on drafts alone."""
    found: dict[int, str] = {}
    for keys in in_parts(tags):
        rows = Tag.objects.filter(pk__in=keys, is_canonical=True)
        found |= dict(rows.values_list("pk", "name"))
    return found


class TagFamily(NamedTuple):
    """All that is found with a tag."""

    meant: int  # the key of the tag that it means
    uses: dict[int, int]  # of each tag whose works are found with it


def found_with(tag: Tag) -> TagFamily:
    """All tags whose works are found with this one.

    One question for an undecided tag without a canonical one, else four, and one for each step of sub-tags.
    """
    meant = tag.pk
    if tag.is_undecided:
        group = _written_alike(tag.kind, [tag.alike])
        meant = _meant_among(group)
        if all(one.decided is None for one in group):
            return TagFamily(meant, {one.key: one.uses for one in group})
    family = {meant, *sub_tags(meant)}
    rows = Tag.objects.filter(Q(pk__in=family) | Q(synonym_of__in=family))
    found, letters = dict[int, int](), set[str]()
    for pk, uses, alike in rows.values_list("pk", "uses", "alike"):
        found[pk] = uses
        letters.add(alike)
    groups = defaultdict[str, list[_Written]](list)
    for one in _written_alike(tag.kind, sorted(letters)):
        groups[one.alike].append(one)
    for group in groups.values():
        if _meant_among(group) in family:
            found |= {one.key: one.uses for one in group if one.decided is None}
    return TagFamily(meant, found)


def touched_by(tag: int) -> set[int]:
    """All tags whose works may be found by other keys once this one has changed."""
    family = {tag, *sub_tags(tag)}
    rows = Tag.objects.filter(Q(pk__in=family) | Q(synonym_of__in=family))
    found, letters = set(family), defaultdict[str, set[str]](set)
    for pk, kind, alike in rows.values_list("pk", "kind", "alike"):
        found.add(pk)
        letters[kind].add(alike)
    for kind, wanted in letters.items():
        same = Tag.objects.undecided().filter(kind=kind, alike__in=wanted)
        found |= set(same.values_list("pk", flat=True))
    return found
