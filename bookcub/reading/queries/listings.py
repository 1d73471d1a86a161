"""Which works a list shows. How they look is `blurbs`; which page of them, `bookcub.web.pages`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from bookcub.people.models import Pseud
from bookcub.reading.queries.blurbs import for_blurbs
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Creatorship, Series, SeriesEntry, Tagging, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


def newest_works(person: User | AnonymousUser) -> QuerySet[Work]:
    """Posted works, the newest chapter first."""
    return for_blurbs(Work.objects.visible_to(person).posted().newest_first())


def works_tagged(tag: Tag, person: User | AnonymousUser) -> QuerySet[Work]:
    """Works with this tag or one of its synonyms."""
    meant = Tag.objects.filter(Q(pk=tag.pk) | Q(synonym_of=tag))
    tagged = Tagging.objects.filter(tag__in=meant).values("work_id")
    return newest_works(person).filter(pk__in=tagged)


def works_signed(pseuds: QuerySet[Pseud], person: User | AnonymousUser) -> QuerySet[Work]:
    """Works that show one of these pseuds in their byline."""
    signed = Creatorship.objects.filter(pseud__in=pseuds, accepted_at__isnull=False)
    return newest_works(person).filter(pk__in=signed.values("work_id"), is_anonymous=False)


def works_in_series(series: Series, person: User | AnonymousUser) -> QuerySet[Work]:
    """The series' readable works in the order of their parts."""
    return for_blurbs(
        Work.objects.visible_to(person)
        .posted()
        .filter(series_entries__in=SeriesEntry.objects.filter(series=series).visible_to(person))
        .order_by("series_entries__position", "series_entries__pk")
    )


def series_signed(pseuds: QuerySet[Pseud], person: User | AnonymousUser) -> QuerySet[Series]:
    """Series with a readable work signed by one of these pseuds, with how many works each shows."""
    shown = Work.objects.visible_to(person).posted().filter(is_anonymous=False)
    signed = Creatorship.objects.filter(pseud__in=pseuds, accepted_at__isnull=False)
    return (
        Series.objects.filter(entries__work__in=shown.filter(pk__in=signed.values("work_id")))
        .annotate(shown=Count("entries", filter=Q(entries__work__in=shown), distinct=True))
        .distinct()
        .order_by("-created_at", "-pk")
    )


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much a person has to show, as this visitor may know it."""

    works: int
    series: int
    bookmarks: int
    lists: int


def tags_in_use(kind: TagKind, words: str = "") -> QuerySet[Tag]:
    """Tags of a kind that works carry, most used first; those that contain the words."""
    tags = Tag.objects.filter(kind=kind, uses__gt=0, synonym_of=None)
    for word in words.casefold().split()[:8]:
        tags = tags.filter(folded__contains=word)
    return tags.order_by("-uses", "name")


def relatives(tag: Tag) -> dict[str, list[Tag]]:
    """The tags around a tag: what it means, stands under, holds, and is also called."""
    return {
        "parents": list(tag.parents.order_by("name")[:50]),
        "children": list(tag.children.order_by(F("uses").desc(), "name")[:50]),
        "synonyms": list(tag.synonyms.order_by("name")[:50]),
    }
