"""Who may put which tags in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from bookcub.people.models import RoleKind
from bookcub.tags.models import MEDIA, Tag, TagKind, TagParent
from bookcub.tags.models.family import found_with, meanings, sub_tags
from bookcub.works.models import Tagging, Visibility, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

# Up to so many works what stands beside a fandom is listed from its works; of more one soon comes upon it, tag by tag.
SELDOM = 5000


def may_wrangle(person: User | AnonymousUser) -> bool:
    """The wrangling desk: keepers and wranglers."""
    return person.is_authenticated and person.wrangles


def may_wrangle_everything(person: User | AnonymousUser) -> bool:
    """Whether it is all tags that they put in order, and not those of some fandoms."""
    return person.is_authenticated and (
        person.is_keeper or "" in person.scopes_of(RoleKind.WRANGLER)
    )


@dataclass(frozen=True, slots=True)
class WranglingScope:
    """The tags that somebody puts in order."""

    is_everything: bool
    fandoms: frozenset[int] = frozenset()  # with what stands under them
    spellings: Mapping[int, int] = field(default_factory=dict)  # what is found with those: uses

    def holds(self) -> Q:
        """Of tags: these."""
        if self.is_everything:
            return Q(pk__isnull=False)  # an empty condition would be left out of an "or"
        under = TagParent.objects.filter(parent__in=self.fandoms)
        # By the row: SQLite would look through all fandoms for each tag.
        fandom = Tag.objects.filter(pk=OuterRef("parent"), kind=TagKind.FANDOM)
        own = TagParent.objects.filter(Exists(fandom), child=OuterRef("pk"))
        return (
            Q(pk__in=list(self.spellings))
            | Q(Exists(under.filter(child=OuterRef("pk"))))
            | Q(Exists(under.filter(child=OuterRef("synonym_of"))))
            # Nobody has decided about these; they stand beside the fandom.
            | (
                Q(is_canonical=False, synonym_of=None)
                & ~Q(kind=TagKind.FANDOM)
                & ~Q(Exists(own))
                & beside(self.spellings)
            )
        )

    def may_hold(self, parent: Tag) -> bool:
        """Whether they may put something under this tag."""
        return parent.kind == MEDIA or _among(self, parent)


def _among(scope: WranglingScope, tag: Tag) -> bool:
    return scope.is_everything or Tag.objects.filter(scope.holds(), pk=tag.pk).exists()


def wrangling_scope(person: User) -> WranglingScope:
    """What this person puts in order. No query for whoever has everything, some for each fandom."""
    if may_wrangle_everything(person):
        return WranglingScope(is_everything=True)
    given = [int(key) for key in person.scopes_of(RoleKind.WRANGLER)]
    # A fandom that was merged is what it was merged into.
    meant = set(meanings(given).values())
    fandoms = meant.union(*(sub_tags(key) for key in meant))
    spellings: dict[int, int] = {}
    for fandom in Tag.objects.filter(pk__in=meant):
        spellings |= found_with(fandom).uses
    return WranglingScope(is_everything=False, fandoms=frozenset(fandoms), spellings=spellings)


def open_works() -> QuerySet[Work]:
    """What everybody may see. The desk knows of no others."""
    return Work.objects.posted().filter(visibility=Visibility.EVERYONE)


def _openly() -> QuerySet[Tagging]:
    return Tagging.objects.filter(Exists(open_works().filter(pk=OuterRef("work"))))


def on_open_works() -> Q:
    """Of tags: those that a work carries which everybody may see."""
    return Q(Exists(_openly().filter(tag=OuterRef("pk"))))


def beside(fandoms: Mapping[int, int]) -> Q:
    """Of tags: those that such a work carries together with one of these, of which the uses are known as well."""
    of_fandom = Tagging.objects.filter(tag__in=list(fandoms))
    if sum(fandoms.values()) <= SELDOM:
        return Q(pk__in=_openly().filter(work__in=of_fandom.values("work")).values("tag"))
    together = _openly().filter(Exists(of_fandom.filter(work=OuterRef("work"))))
    return Q(Exists(together.filter(tag=OuterRef("pk"))))


def at_the_desk() -> Q:
    """Of tags: those that wranglers may hear of, on a work that everybody may see, or put in order already."""
    in_order = Q(is_canonical=True) | Q(synonym_of__isnull=False)
    return in_order | on_open_works()
