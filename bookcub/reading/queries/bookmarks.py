"""Bookmarks as lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from bookcub.people.models import Pseud
from bookcub.people.policies import mutes
from bookcub.reading.models import Bookmark, BookmarkTag
from bookcub.reading.queries.blurbs import blurbs, for_blurbs
from bookcub.tags.models import folded
from bookcub.web.blurb import Blurb
from bookcub.works.models import Series, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class Marked:
    """A bookmark with what it marks, as it is now or as it was called."""

    bookmark: Bookmark
    blurb: Blurb | None  # None for a series, something outside, or a work gone or closed
    is_own: bool

    @property
    def title(self) -> str:
        return self.bookmark.title

    @property
    def language(self) -> str:
        """Of the title; once the work is gone or closed, nobody says it."""
        return self.blurb.language if self.blurb else ""

    @property
    def is_gone(self) -> bool:
        """Whether only the title is left of what was marked."""
        mark = self.bookmark
        return not (self.blurb or mark.series_id or mark.external_url)


def bookmarks_of(pseuds: QuerySet[Pseud], person: User | AnonymousUser) -> QuerySet[Bookmark]:
    return _listed(Bookmark.objects.visible_to(person).filter(pseud__in=pseuds))


def bookmarks_on(work: Work, person: User | AnonymousUser) -> QuerySet[Bookmark]:
    heard = Bookmark.objects.visible_to(person).filter(~mutes(person, "pseud__user"), work=work)
    return _listed(heard)


def newest_bookmarks(person: User | AnonymousUser) -> QuerySet[Bookmark]:
    """Public bookmarks of everybody of whom the person wants to hear, newest first."""
    public = Bookmark.objects.visible_to(person).filter(is_private=False)
    return _listed(public.without_muted(person))


def narrowed(
    bookmarks: QuerySet[Bookmark], *, recs_only: bool = False, own_tag: str = ""
) -> QuerySet[Bookmark]:
    """Those that are recommended, or carry the bookmarker's own tag."""
    if recs_only:
        bookmarks = bookmarks.filter(is_rec=True)
    if own_tag:
        named = BookmarkTag.objects.filter(folded=folded(own_tag)).values("bookmark_id")
        bookmarks = bookmarks.filter(pk__in=named)
    return bookmarks


def own_bookmark(
    person: User | AnonymousUser, *, work: Work | None = None, series: Series | None = None
) -> Bookmark | None:
    """The person's bookmark of a work or a series: everybody has at most one, under any pseud."""
    if not person.is_authenticated:
        return None
    return Bookmark.objects.filter(pseud__user=person, work=work, series=series).first()


def marked(bookmarks: Iterable[Bookmark], person: User | AnonymousUser) -> list[Marked]:
    """The bookmarks of one page with their blurbs, in a fixed number of queries."""
    listed = list(bookmarks)
    ids = [bookmark.work_id for bookmark in listed if bookmark.work_id]
    works = list(for_blurbs(Work.objects.visible_to(person).filter(pk__in=ids)))
    drawn = {work.pk: blurb for work, blurb in zip(works, blurbs(works, person), strict=True)}
    return [
        Marked(
            bookmark=bookmark,
            blurb=drawn.get(bookmark.work_id or 0),
            is_own=bookmark.pseud.user_id == person.pk,
        )
        for bookmark in listed
    ]


def _listed(bookmarks: QuerySet[Bookmark]) -> QuerySet[Bookmark]:
    return (
        bookmarks.select_related("pseud__user", "series")
        .prefetch_related("own_tags")
        .order_by("-created_at", "-pk")
    )
