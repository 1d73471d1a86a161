"""Which works a list shows. How they look is `blurbs`; which page of them, `bookcub.web.pages`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bookcub.core.database.paged import PagesOf, PreparedPages
from bookcub.reading.queries.blurbs import for_blurbs
from bookcub.tags.models import Tag, TagKind
from bookcub.tags.models.family import found_with
from bookcub.works.models import Creatorship, Series, SeriesEntry, Tagging, Work
from bookcub.works.policies import mutes_anything

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

# Of a tag on more works than these one comes upon a page among the newest works before all of them are sorted.
COMMON = 5000


def newest_works(person: User | AnonymousUser) -> PagesOf[Work]:
    """Posted works, the newest chapter first. Without what those sign whom the person mutes."""
    return _NEWEST.of(person, mutes_anything(person))


def _newest(person: User | AnonymousUser, is_muting: bool) -> QuerySet[Work]:  # noqa: FBT001  # as it is asked
    listed = Work.objects.visible_to(person).posted()
    return for_blurbs((listed.without_muted(person) if is_muting else listed).newest_first())


_NEWEST = PreparedPages[Work](_newest)


@dataclass(frozen=True, slots=True)
class TaggedWorks:
    """Works with a tag, or with one that is found with it."""

    rows: PagesOf[Work]
    keys: list[str]  # by which the index finds them


def works_tagged(tag: Tag, person: User | AnonymousUser) -> TaggedWorks:
    """What is found with the tag, and how common that is, which decides how its works are looked up."""
    family = found_with(tag)
    is_common = sum(family.uses.values()) > COMMON
    rows = _TAGGED.of(person, list(family.uses), is_common, mutes_anything(person))
    return TaggedWorks(rows, [str(key) for key in {family.meant, tag.pk}])


def _tagged(
    person: User | AnonymousUser,
    tags: Collection[int],
    is_common: bool,  # noqa: FBT001  # as it is asked
    is_muting: bool,  # noqa: FBT001  # as above
) -> QuerySet[Work]:
    tagged, newest = Tagging.objects.filter(tag__in=tags), _newest(person, is_muting)
    if is_common:
        return newest.filter(Exists(tagged.filter(work=OuterRef("pk"))))
    return newest.filter(pk__in=tagged.values("work_id"))


def _tagged_in_no_order(
    person: User | AnonymousUser,
    tags: Collection[int],
    is_common: bool,  # noqa: FBT001  # the same arguments
    is_muting: bool,  # noqa: FBT001  # as above
) -> QuerySet[Work]:
    """The sooner way to count to a number."""
    found = Work.objects.visible_to(person).posted().filter(taggings__tag__in=tags)
    return (found.without_muted(person) if is_muting else found).distinct()


_TAGGED = PreparedPages[Work](_tagged, counting=_tagged_in_no_order)


def works_signed(pseuds: Collection[int], person: User | AnonymousUser) -> PagesOf[Work]:
    """Works that show one of these pseuds in their byline; whoever opens the page of somebody they mute wants to see them."""
    return _SIGNED.of(person, pseuds, mutes_anything(person))


def _signed(
    person: User | AnonymousUser,
    pseuds: Collection[int],
    is_muting: bool,  # noqa: FBT001  # as it is asked
) -> QuerySet[Work]:
    signed = Creatorship.objects.filter(pseud__in=pseuds, accepted_at__isnull=False)
    listed = Work.objects.visible_to(person).posted()
    newest = (listed.without_muted_content(person) if is_muting else listed).newest_first()
    return for_blurbs(newest).filter(pk__in=signed.values("work_id"), is_anonymous=False)


_SIGNED = PreparedPages[Work](_signed)


def works_in_series(series: Series, person: User | AnonymousUser) -> QuerySet[Work]:
    """The series' readable works in the order of their parts."""
    return for_blurbs(
        Work.objects.visible_to(person)
        .posted()
        .filter(series_entries__in=SeriesEntry.objects.filter(series=series).visible_to(person))
        .order_by("series_entries__position", "series_entries__pk")
    )


def series_signed(pseuds: Collection[int], person: User | AnonymousUser) -> PagesOf[Series]:
    """Series with a readable work signed by one of these pseuds, with how many works each shows."""
    return _SERIES_SIGNED.of(person, pseuds)


def _series_signed(person: User | AnonymousUser, pseuds: Collection[int]) -> QuerySet[Series]:
    shown = Work.objects.visible_to(person).posted().filter(is_anonymous=False)
    signed = Creatorship.objects.filter(pseud__in=pseuds, accepted_at__isnull=False)
    theirs = SeriesEntry.objects.filter(
        Exists(shown.filter(pk=OuterRef("work"))), work__in=signed.values("work_id")
    )
    readable = Exists(shown.filter(pk=OuterRef("entries__work")))
    return (
        Series.objects.filter(pk__in=theirs.values("series"), discarded_at=None)
        .annotate(shown=Count("entries", filter=Q(readable)))
        .order_by("-created_at", "-pk")
    )


_SERIES_SIGNED = PreparedPages[Series](_series_signed)


def tags_in_use(kind: TagKind, words: str = "") -> QuerySet[Tag]:
    """Tags of a kind that works carry, most used first; those that contain the words."""
    # A canonical one may stand on no work itself.
    stands_for = Exists(Tag.objects.filter(synonym_of=OuterRef("pk"), uses__gt=0))
    tags = Tag.objects.filter(Q(uses__gt=0) | stands_for, kind=kind, synonym_of=None)
    for word in words.casefold().split()[:8]:
        tags = tags.filter(folded__contains=word)
    return tags.order_by("-uses", "name")
