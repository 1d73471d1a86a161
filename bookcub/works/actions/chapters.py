"""Adding, ordering, deleting and posting chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from bookcub.people.limits import newcomers
from bookcub.people.limits.newcomers import TOO_MANY
from bookcub.people.models import AttemptKind, Pseud, User
from bookcub.works import signals, text_hooks
from bookcub.works.actions.trash import ensure_another_stays
from bookcub.works.fields import ChapterFields, missing_text
from bookcub.works.models import Chapter, Work


@transaction.atomic
def add_chapter(  # noqa: PLR0913  # a chapter comes with all of these; all are keyword-only
    *,
    work: Work,
    by: Pseud | None,
    fields: ChapterFields | None = None,
    html: str,
    position: int | None = None,
    dated: date | None = None,
    note: str = "",
) -> Chapter:
    """A draft chapter at `position` (at the end if None), sanitised, with its first revision.

    The day waits on the draft until it is posted.
    """
    work.lock()
    last = work.chapters.aggregate(last=Max("position"))["last"] or 0
    place = last + 1 if position is None else max(1, min(position, last + 1))
    chapter = Chapter(work=work, position=last + 1, dated_on=dated)
    chapter.rewrite(by=by, html=html, fields=fields, note=note)
    if place <= last:
        move_chapter(chapter=chapter, position=place)
    return chapter


@transaction.atomic
def move_chapter(*, chapter: Chapter, position: int) -> None:
    """Put the chapter at this place; the others close up."""
    chapter.work.lock()
    others = list(chapter.work.chapters.exclude(pk=chapter.pk).values_list("pk", flat=True))
    place = max(1, min(position, len(others) + 1))
    _put_in_order(chapter.work, [*others[: place - 1], chapter.pk, *others[place - 1 :]])
    chapter.position = place


@transaction.atomic
def reorder_chapters(*, work: Work, ids: Sequence[int], was: Sequence[int] | None = None) -> None:
    """Put the chapters in this order. ValidationError unless each is named once, and they stand as they `was` seen.

    One in the trash stays behind the one that it stands behind.
    """
    work.lock()
    rows = work.chapters.order_by("position", "pk").values_list("pk", "discarded_at")
    standing = [pk for pk, discarded_at in rows if discarded_at is None]
    if sorted(ids) != sorted(standing) or (was is not None and list(was) != standing):
        raise ValidationError(
            gettext(
                "The chapters have changed in the meantime. Look at them and order them again."
            ),
            code="changed",
        )
    order, above = list(ids), 0
    for pk, discarded_at in rows:
        if discarded_at is not None:
            order.insert(order.index(above) + 1 if above else 0, pk)
        above = pk
    _put_in_order(work, order)


def _put_in_order(work: Work, ids: Sequence[int]) -> None:
    chapters = {
        chapter.pk: chapter
        for chapter in work.chapters.only("work", "position").order_by("position", "pk")
    }
    Chapter.objects.put_in_order([chapters[pk] for pk in ids])
    work.number_chapters()
    text_hooks.run_order_hooks(work=work, before=list(chapters), after=list(ids))
    transaction.on_commit(partial(signals.work_revised.send, Work, work=work))


@transaction.atomic
def delete_chapter(*, chapter: Chapter) -> None:
    """Delete the chapter for good, with its revisions. ValidationError for a work's last one."""
    work = chapter.work
    work.lock()
    ensure_another_stays(chapter)
    signals.chapter_deleted.send(Chapter, chapter=chapter)
    before = list(work.chapters.order_by("position", "pk").values_list("pk", flat=True))
    after = [pk for pk in before if pk != chapter.pk]
    chapter.delete()
    work.renumber()
    text_hooks.run_order_hooks(work=work, before=before, after=after)
    work.count_again()
    work.end_showing()
    transaction.on_commit(partial(signals.work_revised.send, Work, work=work))


@transaction.atomic
def post_chapter(*, chapter: Chapter, by: User | None, quietly: bool = False) -> bool:
    """Let readers see it, as `Chapter.post`; ValidationError where a new account has posted enough for today."""
    if by is not None and not chapter.is_posted:
        newcomers.count(by, AttemptKind.CHAPTER if chapter.work.is_posted else AttemptKind.WORK)
    if chapter.post(by=by, quietly=quietly):
        return True
    # Somebody was faster: a new account's day has lost nothing.
    transaction.set_rollback(True)
    return False


@dataclass(frozen=True, slots=True)
class ManyPosted:
    """What became of drafts that were posted together."""

    posted: int
    refused: int  # they lack something
    waiting: int  # too many for a new account's day


def post_chapters(*, chapters: Sequence[Chapter], by: User, quietly: bool = False) -> ManyPosted:
    """Post these drafts of one work in their order; readers who asked are told of the last one, not of each.

    Each in a transaction of its own: what was posted before something breaks stays so, and the rest can be posted again.
    """
    last = next((each.pk for each in reversed(chapters) if not missing_text(each.html)), None)
    posted = refused = waiting = 0
    for chapter in chapters:
        try:
            is_told = chapter.pk == last and not quietly
            posted += post_chapter(chapter=chapter, by=by, quietly=not is_told)
        except ValidationError as error:
            if getattr(error, "code", "") == TOO_MANY:
                waiting += 1
            else:
                refused += 1
    return ManyPosted(posted, refused, waiting)


def post_due_chapters() -> int:
    """Post the scheduled chapters whose hour has come; each once, however many workers ask."""
    posted = 0
    for chapter in Chapter.objects.due().select_related("work", "scheduled_by"):
        try:
            posted += post_chapter(
                chapter=chapter, by=chapter.scheduled_by, quietly=chapter.is_quiet
            )
        except ValidationError:
            # It was emptied since it was scheduled, or a new account has posted enough for today: it stays a draft, and
            # the drafts page shows it.
            chapter.unschedule()
    return posted
