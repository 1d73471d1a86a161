"""What the page of a tag needs: which tag its address means for somebody, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import pgettext

from bookcub.tags.models import MEDIA, Tag, TagKind, alike
from bookcub.works.models import Tagging, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

MOST = 50  # of each group
MOST_CHILDREN = 300


def tag_meant(kind: str, name: str, person: User | AnonymousUser) -> Tag | None:
    """The tag of a name, or what it leads to: a synonym's canonical, or the known way to write what nobody may know of.

    Not to be told from a name that nobody has thought of: what stands on drafts and on works for others alone.
    """
    tag = Tag.objects.visible_to(person).named(name, kind).select_related("synonym_of").first()
    if tag is not None and tag.synonym_of is not None:
        return tag.synonym_of
    if tag is not None and (tag.is_canonical or _seen(person).filter(tag=tag).exists()):
        return tag
    in_order = Q(is_canonical=True) | Q(synonym_of__isnull=False)
    others = Tag.objects.filter(
        in_order | Q(Exists(_seen(person).filter(tag=OuterRef("pk")))),
        kind=kind,
        alike=alike(kind, name),
    )
    found = others.select_related("synonym_of").order_by("-is_canonical", "-uses", "pk").first()
    return (found.synonym_of or found) if found else None


def _seen(person: User | AnonymousUser) -> QuerySet[Tagging]:
    works = Work.objects.visible_to(person).posted()
    return Tagging.objects.filter(Exists(works.filter(pk=OuterRef("work"))))


@dataclass(frozen=True, slots=True)
class TagRelatives:
    """Tags that stand to another one in one way."""

    title: str
    tags: Sequence[Tag]
    are_links: bool = True


def relatives(tag: Tag) -> list[TagRelatives]:
    """The tags around a tag: what it stands under, holds, and is also called. Three queries; one for an undecided tag."""
    parents = list(tag.parents.order_by("kind", "name")[:MOST])
    if not tag.is_canonical:
        return [TagRelatives(pgettext("tag", "Part of"), parents)] if parents else []
    children: dict[str, list[Tag]] = {}
    for child in tag.children.known().order_by("-uses", "name")[:MOST_CHILDREN]:
        children.setdefault(child.kind, []).append(child)
    groups = [
        TagRelatives(pgettext("tag", "Part of"), parents),
        TagRelatives(pgettext("tag", "Includes"), children.pop(tag.kind, [])[:MOST]),
        *(TagRelatives(kind.plural, children[kind][:MOST]) for kind in TagKind if kind in children),
        TagRelatives(
            pgettext("tag", "Also called"),
            list(tag.synonyms.order_by("name")[:MOST]),
            are_links=False,
        ),
    ]
    return [group for group in groups if group.tags]


def media_in_use() -> list[Tag]:
    """The media that fandoms are sorted by, in order. One query."""
    return list(Tag.objects.filter(kind=MEDIA, is_canonical=True).order_by("name")[:MOST])
