"""What people keep of a work when it goes: its title and who wrote it."""

from __future__ import annotations

from django.db import transaction

from bookcub.reading.models import Bookmark, ListEntry, Place
from bookcub.works.models import Work


@transaction.atomic
def update_work_titles(*, work: Work) -> None:
    """Let bookmarks, lists and histories call a work what it is called now.

    The new title of a work that is closed is nobody's business; that it is anonymous now is.
    """
    fresh = Work.objects.filter(pk=work.pk).first()
    if fresh is None:
        return
    byline, title = fresh.kept_byline, fresh.title
    if fresh.is_named_to_all:
        Bookmark.objects.filter(work=fresh).update(title=title, byline=byline[:500])
        Place.objects.filter(work=fresh).update(work_title=title, work_byline=byline[:300])
        ListEntry.objects.filter(work=fresh).update(work_title=title, work_byline=byline[:300])
    elif fresh.is_anonymous:
        Bookmark.objects.filter(work=fresh).update(byline=byline)
        Place.objects.filter(work=fresh).update(work_byline=byline)
        ListEntry.objects.filter(work=fresh).update(work_byline=byline)
