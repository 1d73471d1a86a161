"""Making, changing and removing bookmarks. The work's count of public ones is kept here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from bookcub.people.models import Pseud
from bookcub.reading.models import Bookmark, BookmarkTag
from bookcub.tags.models import folded
from bookcub.works.models import Series, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class BookmarkFields:
    """What a bookmarker says; `notes` is sanitised HTML."""

    notes: str = ""
    own_tags: Sequence[str] = ()
    is_private: bool = False
    is_rec: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """A work that is not in this archive."""

    url: str
    title: str
    author: str = ""
    fandoms: str = ""
    summary: str = ""


@transaction.atomic
def bookmark_work(*, pseud: Pseud, work: Work, fields: BookmarkFields) -> Bookmark:
    """Bookmark a work, or change the bookmark that this person has on it."""
    pseud.user.lock()
    bookmark = Bookmark.objects.filter(pseud__user=pseud.user, work=work).first() or Bookmark(
        work=work, title=work.title, byline=work.kept_byline[:500]
    )
    return _keep(bookmark, pseud, fields)


@transaction.atomic
def bookmark_series(*, pseud: Pseud, series: Series, fields: BookmarkFields) -> Bookmark:
    """Bookmark a series, or change the bookmark that this person has on it."""
    pseud.user.lock()
    bookmark = Bookmark.objects.filter(pseud__user=pseud.user, series=series).first() or Bookmark(
        series=series, title=series.title
    )
    return _keep(bookmark, pseud, fields)


@transaction.atomic
def bookmark_external(*, pseud: Pseud, external: External, fields: BookmarkFields) -> Bookmark:
    """Bookmark something elsewhere, by its address."""
    pseud.user.lock()
    bookmark = Bookmark.objects.filter(
        pseud__user=pseud.user, external_url=external.url
    ).first() or Bookmark(external_url=external.url)
    bookmark.title = external.title
    bookmark.byline = external.author
    bookmark.external_fandoms = external.fandoms
    bookmark.external_summary = external.summary
    return _keep(bookmark, pseud, fields)


@transaction.atomic
def change(*, bookmark: Bookmark, pseud: Pseud, fields: BookmarkFields) -> Bookmark:
    """Change what a bookmark says; what it marks stays, also where that is gone."""
    return _keep(bookmark, pseud, fields)


@transaction.atomic
def remove(*, bookmark: Bookmark) -> None:
    work = bookmark.work
    bookmark.delete()
    if work:
        count_bookmarks(work)


def count_bookmarks(work: Work) -> None:
    """Count the public bookmarks of a work afresh."""
    with transaction.atomic():
        # One after the other: whoever counts second also sees what the first has stored. Its key stays free, or two
        # who have both just stored a bookmark would wait for each other.
        Work.objects.select_for_update(no_key=True).filter(pk=work.pk).values_list("pk").first()
        public = Bookmark.objects.filter(work=work, is_private=False, pseud__user__is_active=True)
        Work.objects.filter(pk=work.pk).update(bookmark_count=public.count())


def _keep(bookmark: Bookmark, pseud: Pseud, fields: BookmarkFields) -> Bookmark:
    bookmark.pseud = pseud
    bookmark.notes = fields.notes
    bookmark.is_private = fields.is_private
    bookmark.is_rec = fields.is_rec
    bookmark.edited_at = timezone.now()
    bookmark.save()
    bookmark.own_tags.all().delete()
    names = {folded(name): " ".join(name.split()) for name in fields.own_tags if name.strip()}
    BookmarkTag.objects.bulk_create(
        BookmarkTag(bookmark=bookmark, name=name, folded=key, position=position)
        for position, (key, name) in enumerate(names.items())
    )
    if bookmark.work:
        count_bookmarks(bookmark.work)
    return bookmark
