"""What belongs to the works of a page, hung on them. One query each, however many works."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from bookcub.core.database.prepared import attach, prepared
from bookcub.works.models import Creatorship, SeriesEntry, Tagging, Work


def with_creators(works: Sequence[Work]) -> Sequence[Work]:
    """The same works, each knowing who creates it."""
    ids = [work.pk for work in works]
    attach("creatorships", _creatorships(ids) if ids else [], to=works)
    return works


def with_tags(works: Sequence[Work]) -> Sequence[Work]:
    """The same works, each knowing what it is tagged with."""
    ids = [work.pk for work in works]
    attach("taggings", _taggings(ids) if ids else [], to=works)
    return works


def with_series(works: Sequence[Work]) -> Sequence[Work]:
    """The same works, each knowing its parts in series, as far as they join nobody."""
    ids = [work.pk for work in works]
    attach("series_entries", _series_entries(ids) if ids else [], to=works)
    return works


@prepared
def _creatorships(works: Collection[int]) -> QuerySet[Creatorship]:
    return Creatorship.objects.filter(work__in=works).select_related("pseud__user")


@prepared
def _taggings(works: Collection[int]) -> QuerySet[Tagging]:
    return Tagging.objects.filter(work__in=works).select_related("tag")


@prepared
def _series_entries(works: Collection[int]) -> QuerySet[SeriesEntry]:
    return SeriesEntry.objects.openly().filter(work__in=works).select_related("series")
