"""Putting works, chapters and series into the trash, and taking them out again. Each is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from bookcub.core import clock
from bookcub.people.models import User
from bookcub.works import signals
from bookcub.works.models import Chapter, Series, Work


@transaction.atomic
def discard_work(*, work: Work, by: User) -> None:
    """Put the work into the trash with all that hangs on it. Twice changes nothing."""
    at = clock.now()
    with work.counting_tag_uses():
        standing = Work.objects.filter(pk=work.pk, discarded_at=None)
        if not standing.update(discarded_at=at, discarded_by=by):
            return
    work.discarded_at, work.discarded_by = at, by
    signals.work_discarded.send(Work, work=work, by=by)


@transaction.atomic
def discard_works(*, works: Sequence[Work], by: User) -> None:
    for work in works:
        discard_work(work=work, by=by)


@transaction.atomic
def restore_work(*, work: Work) -> None:
    """Bring the work back as it was; a chapter whose hour came meanwhile stays a draft."""
    with work.counting_tag_uses():
        if not _take_out(Work.objects.filter(pk=work.pk)):
            return
        _forget_hours_past(Chapter.objects.filter(work=work))
    work.refresh_from_db()
    signals.work_restored.send(Work, work=work)
    transaction.on_commit(partial(signals.work_revised.send, Work, work=work))


@transaction.atomic
def discard_chapter(*, chapter: Chapter, by: User) -> None:
    """Put the chapter into the trash: it is withdrawn, and nobody sees it. ValidationError for a work's last one.

    It keeps its place among the others, so that plans and notes find it there when it comes back.
    """
    chapter.work.lock()
    ensure_another_stays(chapter)
    standing = Chapter.objects.filter(pk=chapter.pk).standing()
    at = clock.now()
    if not standing.update(
        discarded_at=at,
        discarded_by=by,
        posted_before=Coalesce("posted_at", "posted_before"),
        posted_at=None,
    ):
        return
    chapter.refresh_from_db()
    chapter.work.count_again()
    transaction.on_commit(partial(signals.chapter_withdrawn.send, Chapter, chapter=chapter))


@transaction.atomic
def restore_chapter(*, chapter: Chapter) -> None:
    """Bring the chapter back to its place, posted if it was; nobody is told that it is new."""
    chapter.work.lock()
    if not _take_out(Chapter.objects.filter(pk=chapter.pk)):
        return
    post_as_before(chapter)
    _forget_hours_past(Chapter.objects.filter(pk=chapter.pk))
    chapter.work.count_again()
    chapter.refresh_from_db()
    transaction.on_commit(partial(signals.chapter_restored.send, Chapter, chapter=chapter))


@transaction.atomic
def discard_series(*, series: Series, by: User) -> None:
    """Put the series into the trash; its works stay where they are."""
    at = clock.now()
    if Series.objects.filter(pk=series.pk, discarded_at=None).update(
        discarded_at=at, discarded_by=by
    ):
        series.discarded_at, series.discarded_by = at, by


@transaction.atomic
def restore_series(*, series: Series) -> None:
    """Bring the series back with those of its works that there still are."""
    _take_out(Series.objects.filter(pk=series.pk))


def ensure_another_stays(chapter: Chapter) -> None:
    """Raise ValidationError where the work would be left without a chapter, or its readers without one."""
    work = chapter.work
    if not work.chapters.filter(discarded_at=None).exclude(pk=chapter.pk).exists():
        raise ValidationError(
            gettext("A work needs at least one chapter. Delete the whole work instead."),
            code="last_chapter",
        )
    if is_last_posted(chapter):
        raise ValidationError(
            gettext(
                "This is the only chapter that readers can see. Post another one first, "
                "or withdraw this one before you delete it."
            ),
            code="last_posted",
        )


def is_last_posted(chapter: Chapter) -> bool:
    """Whether readers would be left without a chapter."""
    others = chapter.work.posted_chapters().exclude(pk=chapter.pk)
    return chapter.is_posted and not others.exists()


def post_as_before(chapter: Chapter) -> None:
    """Let readers see it again if they did, and neither trash nor a keeper keeps it from them any more."""
    back = Chapter.objects.filter(pk=chapter.pk, posted_before__isnull=False).drafts()
    back.update(posted_at=F("posted_before"), posted_before=None)


def _take_out(rows: QuerySet[Work] | QuerySet[Chapter] | QuerySet[Series]) -> bool:
    discarded = rows.filter(discarded_at__isnull=False)
    return bool(discarded.update(discarded_at=None, discarded_by=None))


def _forget_hours_past(chapters: QuerySet[Chapter]) -> None:
    # Else the next worker would post it the moment it is back.
    chapters.filter(scheduled_for__lte=clock.now()).update(scheduled_for=None, scheduled_by=None)
