"""What a visit has moved, and taking it back: "I only looked"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from bookcub.core.clock import now
from bookcub.core.database.trouble import tried_again
from bookcub.core.text import Block
from bookcub.people.models import User
from bookcub.reading.models import Advance, ChapterProgress, OpenedPage, Place, visits
from bookcub.works.models import Work

KEPT_FOR = timedelta(days=1)


def record(
    progress: ChapterProgress,
    *,
    blocks: Sequence[Block],
    index: int,
    at: datetime | None,
    is_end: bool,
    words: int = 0,
) -> None:
    """Note in a horizon, which the caller has locked and saves, who moves it: the visit of a moment, or what stays.

    To be told before the horizon moves.
    """
    block_id = blocks[index].id if blocks else ""
    if at is None:
        _settle(progress, index, block_id, is_end=is_end)
        return
    if progress.settled_index is None:
        progress.settled_index = progress.furthest_index
        progress.settled_block_id = progress.furthest_block_id
        progress.settled_whole_at = progress.read_whole_at
    own, _ = Advance.objects.get_or_create(
        user=progress.user, chapter=progress.chapter, opened_at=at
    )
    if index > own.furthest_index:
        own.furthest_index, own.furthest_block_id = index, block_id
    if is_end:
        own.read_whole_at = own.read_whole_at or now()
    own.words += words
    own.save()


def _settle(progress: ChapterProgress, index: int, block_id: str, *, is_end: bool) -> None:
    if progress.settled_index is None:
        return
    if index > progress.settled_index:
        progress.settled_index, progress.settled_block_id = index, block_id
    if is_end:
        progress.settled_whole_at = progress.settled_whole_at or now()


def note_opening(progress: ChapterProgress, at: datetime) -> None:
    """A visit has opened the chapter, and nothing had before; nothing counts as read through."""
    own, _ = Advance.objects.get_or_create(
        user=progress.user, chapter=progress.chapter, opened_at=at
    )
    own.furthest_index, own.furthest_block_id = 0, progress.furthest_block_id
    own.save()


def is_taken_back(opening: OpenedPage) -> bool:
    of_visit = Advance.objects.filter(user=opening.user_id, opened_at=opening.at)
    return of_visit.filter(taken_back_at__isnull=False).exists()


@tried_again
def take_back(*, user: User, work: Work, opening: OpenedPage) -> None:
    """Let the horizon be as if this visit had not been; from now on it moves nothing any more.

    What was said otherwise stays: by another visit, a note, or a button elsewhere.
    """
    visits.forget(lambda key: key == (user.pk, opening.chapter_id))
    with transaction.atomic():
        of_visit = Advance.objects.filter(user=user, opened_at=opening.at)
        moved = set(of_visit.values_list("chapter", flat=True))
        # In the order in which visits lock them.
        reached = ChapterProgress.objects.filter(user=user, chapter__in=moved).order_by("chapter")
        for progress in reached.select_for_update(of=("self",)):
            _go_back(progress, without=opening.at)
        Advance.objects.get_or_create(
            user=user, chapter_id=opening.chapter_id, opened_at=opening.at
        )
        of_visit.update(
            taken_back_at=now(), furthest_index=-1, furthest_block_id="", read_whole_at=None
        )
        _lead_back(user, work, opening.at, touched=moved | {opening.chapter_id})


def _go_back(progress: ChapterProgress, *, without: datetime) -> None:
    """To where the horizon is by all else that moved it."""
    if progress.settled_index is None:
        return
    index, block_id = progress.settled_index, progress.settled_block_id
    whole_at = progress.settled_whole_at
    others = Advance.objects.filter(
        user=progress.user_id, chapter=progress.chapter_id, taken_back_at=None
    )
    for other in others.exclude(opened_at=without):
        if other.furthest_index > index:
            index, block_id = other.furthest_index, other.furthest_block_id
        whole_at = whole_at or other.read_whole_at
    if index < 0:
        progress.delete()
        return
    progress.furthest_index, progress.furthest_block_id = index, block_id
    progress.read_whole_at = whole_at
    progress.save()


def _lead_back(
    user: User, work: Work, opened_at: datetime, *, touched: Collection[int | None]
) -> None:
    """If the visit has turned one's place, to where that found it; where nobody knows, as far as one has read."""
    place = Place.objects.select_for_update(of=("self",)).filter(user=user, work=work).first()
    if place is None or place.seen_at < opened_at:
        return
    was_turned = place.turned_at == opened_at
    if was_turned and place.before_chapter_id and place.first_at < opened_at:
        place.chapter_id, place.block_id = place.before_chapter_id, place.before_block_id
        place.is_through = None
    elif place.chapter_id in touched:
        reached = ChapterProgress.objects.filter(user=user, chapter__in=work.posted_chapters())
        last = reached.order_by("-chapter__position").first()
        if last is None and place.first_at >= opened_at:
            place.delete()
            return
        place.chapter_id = last.chapter_id if last else None
        is_begun = last is not None and (last.furthest_index > 0 or last.read_whole_at)
        place.block_id = last.furthest_block_id if last and is_begun else ""
        place.is_through = None
    elif place.before_chapter_id not in touched:
        return
    # Where a later visit found one is where this one had led.
    place.turned_at, place.before_chapter, place.before_block_id = None, None, ""
    if place.finished_at and place.finished_at >= opened_at:
        place.finished_at = None
    place.save()


def forget_old_visits() -> None:
    """What visits moved a day ago stays moved, and nobody need know by which of them."""
    old = now() - KEPT_FOR
    same = Advance.objects.filter(user=OuterRef("user"), chapter=OuterRef("chapter"))
    with transaction.atomic():
        lasting = same.filter(opened_at__gte=old)
        there = ChapterProgress.objects.filter(settled_index__isnull=False)
        there.filter(~Exists(lasting)).update(
            settled_index=None, settled_block_id="", settled_whole_at=None
        )
        Advance.objects.filter(~Exists(lasting), opened_at__lt=old).delete()
