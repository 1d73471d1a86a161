"""Bookmarks as lists show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from bookcub.core.database.paged import PagesOf, PreparedPages
from bookcub.core.database.planned import Text
from bookcub.core.database.prepared import attach, prepared
from bookcub.people.policies import mutes
from bookcub.reading.models import Bookmark, BookmarkTag
from bookcub.reading.queries.blurbs import blurbs, works_by_key
from bookcub.tags.models import folded
from bookcub.web.blurb import Blurb
from bookcub.works.models import Series, Work
from bookcub.works.policies import mutes_anything

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


def bookmarks_of(
    pseuds: Collection[int],
    person: User | AnonymousUser,
    *,
    is_public: bool = False,
    recs_only: bool = False,
    own_tag: str = "",
) -> PagesOf[Bookmark]:
    """Somebody's bookmarks, the newest first: those that are public or recommended, or carry their own tag."""
    tag = Text(folded(own_tag)) if own_tag else None
    return _THEIRS.of(person, pseuds, is_public, recs_only, tag)


def _theirs(
    person: User | AnonymousUser,
    pseuds: Collection[int],
    is_public: bool,  # noqa: FBT001  # as it is asked
    recs_only: bool,  # noqa: FBT001  # as above
    tag: str | None,
) -> QuerySet[Bookmark]:
    theirs = Bookmark.objects.visible_to(person).filter(pseud__in=pseuds)
    if is_public:
        theirs = theirs.filter(is_private=False)
    if recs_only:
        theirs = theirs.filter(is_rec=True)
    if tag is not None:
        theirs = theirs.filter(pk__in=BookmarkTag.objects.filter(folded=tag).values("bookmark_id"))
    return _listed(theirs)


_THEIRS = PreparedPages[Bookmark](_theirs)


def bookmarks_on(work: Work, person: User | AnonymousUser) -> PagesOf[Bookmark]:
    """What readers of a work keep it with, the newest first."""
    return _ON_WORK.of(person, work.pk)


def _on_work(person: User | AnonymousUser, work: int) -> QuerySet[Bookmark]:
    heard = Bookmark.objects.visible_to(person).filter(~mutes(person, "pseud__user"), work=work)
    return _listed(heard)


_ON_WORK = PreparedPages[Bookmark](_on_work)


def newest_bookmarks(person: User | AnonymousUser) -> PagesOf[Bookmark]:
    """Public bookmarks of everybody of whom the person wants to hear, newest first."""
    return _NEWEST.of(person, mutes_anything(person))


def _newest(person: User | AnonymousUser, is_muting: bool) -> QuerySet[Bookmark]:  # noqa: FBT001  # as above
    public = Bookmark.objects.visible_to(person).filter(is_private=False)
    return _listed(public.without_muted(person) if is_muting else public)


_NEWEST = PreparedPages[Bookmark](_newest)


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
    works = works_by_key(person, ids)
    drawn = dict(zip(works, blurbs(works.values(), person), strict=True))
    keys = [bookmark.pk for bookmark in listed]
    attach("own_tags", _own_tags(keys) if keys else [], to=listed)
    return [
        Marked(
            bookmark=bookmark,
            blurb=drawn.get(bookmark.work_id or 0),
            is_own=bookmark.pseud.user_id == person.pk,
        )
        for bookmark in listed
    ]


def _listed(bookmarks: QuerySet[Bookmark]) -> QuerySet[Bookmark]:
    return bookmarks.select_related("pseud__user", "series").order_by("-created_at", "-pk")


@prepared
def _own_tags(bookmarks: Collection[int]) -> QuerySet[BookmarkTag]:
    return BookmarkTag.objects.filter(bookmark__in=bookmarks)
