"""Reading lists: the four everybody has, and those of one's own naming."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bookcub.reading.models import ListEntry, ReadingList, ShelfKind
from bookcub.reading.queries.blurbs import blurbs, works_by_key
from bookcub.web.blurb import Blurb
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list: the work as it is now, or its title where it is gone."""

    entry: ListEntry
    blurb: Blurb | None

    @property
    def title(self) -> str:
        return self.entry.work_title

    @property
    def language(self) -> str:
        """Of the title; once the work is gone or closed, nobody says it."""
        return self.blurb.language if self.blurb else ""


@dataclass(frozen=True, slots=True)
class WorkLists:
    """On which of a person's lists a work stands."""

    shelf: str  # a ShelfKind or nothing
    own: frozenset[int]  # ids of own lists


def lists_of(owner: User, person: User | AnonymousUser) -> QuerySet[ReadingList]:
    """The owner's lists that this person may see, with how much of each they may read."""
    readable = Exists(Work.objects.visible_to(person).posted().filter(pk=OuterRef("entries__work")))
    return (
        ReadingList.objects.visible_to(person)
        .filter(user=owner)
        .annotate(length=Count("entries", filter=None if person == owner else Q(readable)))
        .order_by("kind", "name")
    )


def entries_of(reading_list: ReadingList) -> QuerySet[ListEntry]:
    return reading_list.entries.order_by("-added_at", "-pk")


def listed(entries: Iterable[ListEntry], person: User | AnonymousUser) -> list[Listed]:
    """The entries of one page with their blurbs.

    What this person may not read shows its title only to the list's owner: `entries` must be theirs
    or filtered by `readable_entries`.
    """
    found = list(entries)
    ids = [entry.work_id for entry in found if entry.work_id]
    works = works_by_key(person, ids)
    drawn = dict(zip(works, blurbs(works.values(), person), strict=True))
    return [Listed(entry, drawn.get(entry.work_id or 0)) for entry in found]


def readable_entries(
    reading_list: ReadingList, person: User | AnonymousUser
) -> QuerySet[ListEntry]:
    """The owner sees every entry; others those whose works they may read."""
    entries = entries_of(reading_list)
    if person.pk == reading_list.user_id:
        return entries
    readable = Work.objects.visible_to(person).posted().filter(pk=OuterRef("work"))
    return entries.filter(Exists(readable))


def lists_with(work: Work, person: User) -> WorkLists:
    entries = ListEntry.objects.of_person(person).filter(work=work)
    rows = entries.values_list("reading_list_id", "reading_list__kind")
    shelf = next((kind for _, kind in rows if kind != ShelfKind.OWN), "")
    return WorkLists(shelf, frozenset(pk for pk, kind in rows if kind == ShelfKind.OWN))
