"""Works as lists show them. A page of blurbs costs the same few queries, however long it is."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.reading.models import ListEntry, ShelfKind
from bookcub.reading.queries.horizon import GoOn, going_on
from bookcub.reading.queries.works_with import with_creators, with_series, with_tags
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.tags.models import Tag, TagKind
from bookcub.web.blurb import (
    Blurb,
    BlurbStats,
    CategoryKey,
    Keeping,
    Link,
    RatingKey,
    SeriesPart,
    Square,
    TagGroup,
    TagGroupKind,
    WarningKey,
)
from bookcub.works.languages import language_name
from bookcub.works.models import SeriesEntry, Visibility, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

RATING_KEYS: dict[str, RatingKey] = {
    Rating.NOT_RATED: "unrated",
    Rating.GENERAL: "general",
    Rating.TEEN: "teen",
    Rating.MATURE: "mature",
    Rating.EXPLICIT: "explicit",
}
CATEGORY_KEYS: dict[Category, CategoryKey] = {
    Category.FF: "ff",
    Category.FM: "fm",
    Category.GEN: "gen",
    Category.MM: "mm",
    Category.MULTI: "multi",
    Category.OTHER: "other",
}
TAG_KINDS: dict[str, TagGroupKind] = {
    TagKind.RELATIONSHIP: "relationship",
    TagKind.CHARACTER: "character",
    TagKind.FREEFORM: "freeform",
}


def for_blurbs(works: QuerySet[Work]) -> QuerySet[Work]:
    """The works without what no blurb shows."""
    return works.defer("notes", "end_notes")


def works_by_key(person: User | AnonymousUser, works: Collection[int]) -> dict[int, Work]:
    """Those of these works that the person may read, for their blurbs. One query."""
    return {work.pk: work for work in _readable(person, works)} if works else {}


@prepared
def _readable(person: User | AnonymousUser, works: Collection[int]) -> QuerySet[Work]:
    return for_blurbs(Work.objects.visible_to(person).filter(pk__in=works))


def blurbs(works: Iterable[Work], person: User | AnonymousUser) -> list[Blurb]:
    """The blurbs of works from `for_blurbs`, as this person sees them, with where they go on. Eight queries."""
    listed = with_series(with_tags(with_creators(list(works))))
    places = going_on(person, listed)
    later = kept_for_later(person, listed)
    numbers = part_numbers([part for work in listed for part in work.series_entries.all()], person)
    return [
        blurb(work, person, places.get(work.pk), is_later=work.pk in later, numbers=numbers)
        for work in listed
    ]


def part_numbers(entries: Iterable[SeriesEntry], person: User | AnonymousUser) -> Mapping[int, int]:
    """By their keys, which part of its series each is among those that this person finds there.

    One query, which reads no further into a series than the parts asked for.
    """
    entries = list(entries)
    if not entries:
        return {}
    places = defaultdict(list)
    for series, *place in _parts_up_to(
        person, {each.series_id for each in entries}, max(each.position for each in entries)
    ):
        places[series].append(tuple(place))
    # What is no such part itself stands behind those that it stands behind.
    return {
        each.pk: bisect_left(places[each.series_id], (each.position, each.pk)) + 1
        for each in entries
    }


@prepared
def _parts_up_to(
    person: User | AnonymousUser, series: Collection[int], last: int
) -> QuerySet[SeriesEntry, tuple[int, int, int]]:
    found = SeriesEntry.objects.visible_to(person).filter(
        series__in=series, position__lte=last, work__posted_at__isnull=False
    )
    return found.order_by("position", "pk").values_list("series_id", "position", "pk")


def kept_for_later(person: User | AnonymousUser, works: Iterable[Work]) -> frozenset[int]:
    """Which of these works stand on the person's list for later."""
    if not person.is_authenticated:
        return frozenset()
    found = _kept_for_later(person, [work.pk for work in works])
    return frozenset(pk for pk in found if pk)


@prepared
def _kept_for_later(person: User, works: Collection[int]) -> QuerySet[ListEntry, int | None]:
    entries = ListEntry.objects.of_person(person).filter(reading_list__kind=ShelfKind.LATER)
    return entries.filter(work__in=works).values_list("work_id", flat=True)


def keeping(
    work: Work, person: User | AnonymousUser, *, is_later: bool | None = None
) -> Keeping | None:
    """How this person keeps the work; None for guests and for drafts. Asks itself where nobody says `is_later`."""
    if not person.is_authenticated or not work.is_posted:
        return None
    if is_later is None:
        is_later = work.pk in kept_for_later(person, [work])
    name = "reading:later_delete" if is_later else "reading:later_create"
    return Keeping(
        title=work.title,
        byline=work.byline,
        language=work.language,
        later_url=reverse(name, args=[work.pk]),
        lists_url=reverse("reading:list_entry_new", args=[work.pk]),
        mute_url=reverse("reading:mute_new", args=[work.pk]),
        is_later=is_later,
    )


def blurb(
    work: Work,
    person: User | AnonymousUser,
    go_on: GoOn | None = None,
    *,
    is_later: bool | None = None,
    numbers: Mapping[int, int],
) -> Blurb:
    """One work's blurb. Anonymous works name nobody, whoever asks. `numbers` are those of its parts of series."""
    return Blurb(
        url=work.get_absolute_url(),
        title=work.title,
        authors=signed(work),
        fandoms=tag_links(work.tags_of(TagKind.FANDOM)),
        square=square(work, person),
        tags=tag_groups(work, person),
        summary=mark_safe(work.summary),  # noqa: S308  # sanitised when it was saved
        series=tuple(
            SeriesPart(
                name=entry.series.title,
                url=entry.series.get_absolute_url(),
                position=numbers[entry.pk],
            )
            for entry in work.series_entries.all()
        ),
        stats=_undated(work),
        updated=work.revised,
        language=work.language,
        continue_url=go_on.url if go_on else "",
        continue_label=go_on.label if go_on else "",
        keeping=keeping(work, person, is_later=is_later),
        restricted_to="" if work.visibility == Visibility.EVERYONE else work.visibility,
        anonymous=work.is_anonymous,
        draft=not work.is_posted,
    )


def signed(work: Work) -> tuple[Link, ...]:
    """Who wrote it; where somebody brought in what another wrote, that name and then theirs."""
    is_brought = bool(work.credit)
    names = [Link(pseud.byline, pseud.get_absolute_url(), is_brought) for pseud in work.signers]
    return (Link(work.credit), *names) if is_brought and not work.is_anonymous else tuple(names)


def tag_links(tags: Iterable[Tag]) -> tuple[Link, ...]:
    return tuple(Link(tag.name, tag.get_absolute_url()) for tag in tags)


def tag_groups(
    work: Work, person: User | AnonymousUser, *, fandoms: bool = False
) -> tuple[TagGroup, ...]:
    """Warnings and tags by kind; folded away where the person asked for that."""
    hides_warnings = person.is_authenticated and person.preferences.hides_warnings
    hides_freeforms = person.is_authenticated and person.preferences.hides_freeforms
    groups = [
        TagGroup(
            kind="warning",
            tags=tuple(Link(label) for label in work.warnings.labels),
            hidden=hides_warnings,
            calm=work.warnings == ArchiveWarning.NONE_APPLY,
        )
    ]
    if fandoms:
        groups.append(TagGroup(kind="fandom", tags=tag_links(work.tags_of(TagKind.FANDOM))))
    for kind, name in TAG_KINDS.items():
        if links := tag_links(work.tags_of(TagKind(kind))):
            hidden = hides_freeforms and kind == TagKind.FREEFORM
            groups.append(TagGroup(kind=name, tags=links, hidden=hidden))
    return tuple(groups)


def square(work: Work, person: User | AnonymousUser) -> Square:
    """The four panes: rating, warning, category, completion. Who hides warnings sees none here."""
    warnings = work.warnings
    key: WarningKey = "some"
    if warnings == ArchiveWarning.NONE_APPLY:
        key = "none"
    elif warnings == ArchiveWarning.CHOSE_NOT_TO_WARN:
        key = "unspecified"
    warning_name = ", ".join(warnings.labels)
    if person.is_authenticated and person.preferences.hides_warnings:
        key, warning_name = "unspecified", gettext("Warnings hidden")
    category, category_name = _category(work.categories)
    return Square(
        rating=RATING_KEYS[work.rating],
        rating_name=str(Rating(work.rating).label),
        warning=key,
        warning_name=warning_name,
        category=category,
        category_name=category_name,
        complete=work.is_complete,
    )


def _category(categories: Category) -> tuple[CategoryKey, str]:
    chosen: Sequence[Category] = [one for one in Category if one in categories]
    if not chosen:
        return "none", gettext("No category")
    if len(chosen) > 1:
        return "multi", ", ".join(one.label for one in chosen)
    return CATEGORY_KEYS[chosen[0]], chosen[0].label


def _undated(work: Work) -> BlurbStats:
    """Its numbers without days: a blurb shows one above, that of its newest chapter."""
    return replace(stats(work), updated=None, published=None)


def stats(work: Work) -> BlurbStats:
    """The numbers of a work. Of a draft nothing is counted yet."""
    return BlurbStats(
        language=language_name(work.language),
        words=work.word_count if work.is_posted else None,
        chapters=work.chapters_label if work.is_posted else "",
        kudos=work.kudos_count or None,
        comments=work.comment_count or None,
        bookmarks=work.bookmark_count or None,
        published=work.published,
        updated=work.revised,
        comments_url=reverse("comments:work_comment_index", args=[work.pk]),
        bookmarks_url=reverse("reading:work_bookmark_index", args=[work.pk]),
    )
