"""Keeping, moving and forgetting places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bookcub.core.text import Block
from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress, Place
from bookcub.works.models import Chapter, Work

WORDS_OF_ITS_OWN = 8  # characters; "***" stands in many places
AT_ONCE = 1000  # rows of a change


@transaction.atomic
def visit(*, user: User, chapter: Chapter) -> Place | None:
    """Note that this person opened a chapter, and so has reached its beginning; None when they keep no history."""
    if not user.preferences.keeps_history:
        return None

    work = chapter.work
    place, is_new = Place.objects.get_or_create(
        user=user,
        work=work,
        defaults={
            "work_title": work.title,
            "work_byline": work.kept_byline[:300],
            "chapter": chapter,
        },
    )
    turned = is_new or place.chapter_id != chapter.pk
    if turned:
        open_beginning(user=user, chapter=chapter)
    if not is_new:
        place.visits = F("visits") + 1
        place.seen_at = timezone.now()
        place.chapter = chapter
        if turned:
            place.block_id = ""
        place.save(update_fields=["visits", "seen_at", "chapter", "block_id"])
    return place


def open_beginning(*, user: User, chapter: Chapter) -> None:
    """Move the horizon to a chapter's first block, where it is not there yet; nothing counts as read through."""
    if ChapterProgress.objects.filter(user=user, chapter=chapter).exists():
        return
    blocks = chapter.blocks
    ChapterProgress.objects.get_or_create(
        user=user,
        chapter=chapter,
        defaults={"furthest_block_id": blocks[0].id if blocks else "", "furthest_index": 0},
    )


@transaction.atomic
def keep_place(
    *, user: User, chapter: Chapter, block_id: str, furthest_id: str = ""
) -> Place | None:
    """Remember the block this person is at, and the last one they have seen.

    `block_id` is where to go on; `furthest_id` (by default the same) opens what was said up to
    there. Raises ValueError for a block the chapter does not have. None when they keep no history.
    """
    blocks = chapter.blocks
    index = _index_of(blocks, block_id)
    furthest = max(index, _index_of(blocks, furthest_id)) if furthest_id else index

    if not user.preferences.keeps_history:
        return None

    reach(user=user, chapter=chapter, blocks=blocks, index=furthest)
    place = _place_in(user, chapter.work)
    place.chapter = chapter
    place.block_id = block_id
    place.seen_at = timezone.now()
    if furthest == len(blocks) - 1 and _is_last(chapter):
        place.finished_at = place.finished_at or timezone.now()
    place.save()
    return place


@transaction.atomic
def read_up_to_end(*, user: User, chapter: Chapter) -> Place | None:
    """Say that this chapter and all before it have been read, as the button under a chapter does.

    The horizon moves also for those who keep no history: they have said so themselves.
    """
    earlier = list(chapter.work.posted_chapters().filter(position__lt=chapter.position))
    for passed in earlier:
        whole = passed.blocks
        reach(user=user, chapter=passed, blocks=whole, index=max(len(whole) - 1, 0))
    blocks = chapter.blocks
    reach(user=user, chapter=chapter, blocks=blocks, index=max(len(blocks) - 1, 0))
    if not blocks:
        return visit(user=user, chapter=chapter)
    return keep_place(user=user, chapter=chapter, block_id=blocks[-1].id)


def reach(*, user: User, chapter: Chapter, blocks: Sequence[Block], index: int) -> None:
    """Move the person's furthest point in this chapter on; it never goes back."""
    block_id = blocks[index].id if blocks else ""
    progress, is_new = ChapterProgress.objects.get_or_create(
        user=user,
        chapter=chapter,
        defaults={"furthest_block_id": block_id, "furthest_index": index},
    )
    at_end = index >= len(blocks) - 1
    if (
        not is_new
        and index <= progress.furthest_index
        and not (at_end and not progress.read_whole_at)
    ):
        return
    if index > progress.furthest_index:
        progress.furthest_index = index
        progress.furthest_block_id = block_id
        progress.reached_at = timezone.now()
    if at_end:
        progress.read_whole_at = progress.read_whole_at or timezone.now()
    progress.save()


def forget(*, user: User, work: Work) -> None:
    """Take this work out of the person's history, its places and its horizon."""
    with transaction.atomic():
        Place.objects.filter(user=user, work=work).delete()
        ChapterProgress.objects.filter(user=user, chapter__work=work).delete()


def forget_place(place: Place) -> None:
    """Forget by the history's row, also where the work itself is gone."""
    if place.work:
        forget(user=place.user, work=place.work)
    else:
        place.delete()


def forget_all(*, user: User) -> int:
    """Empty the person's history; the number of works it held."""
    with transaction.atomic():
        held, _ = Place.objects.filter(user=user).delete()
        ChapterProgress.objects.filter(user=user).delete()
    return held


@transaction.atomic
def move_places(*, chapter: Chapter, before: Sequence[Block]) -> int:
    """Carry everybody's place and furthest point in a chapter from its old text to the new.

    A place stays with its block, or goes to the nearest block before it that survived. The furthest
    point is as far as everything that stood there before has been read: no edit opens what was
    unread, whether it is moved up or joined to a paragraph that was read. Returns how many were moved.
    """
    old, new = before, chapter.blocks
    number = {block.id: index for index, block in enumerate(new)}
    stood = {block.id: index for index, block in enumerate(old)}
    reached = ChapterProgress.objects.filter(chapter=chapter)
    groups: dict[int | None, list[int]] = {}
    for pk, block_id in reached.values_list("pk", "furthest_block_id"):
        groups.setdefault(stood.get(block_id), []).append(pk)
    furthest = _furthest_after(old, new, {was for was in groups if was is not None})
    moved = 0
    for was, pks in groups.items():
        index = None if was is None else furthest[was]
        for some in _batches(pks):
            here = reached.filter(pk__in=some)
            if index is None:
                moved += here.delete()[0]  # nothing that was read is left
                continue
            kept = new[index].id
            here = here.exclude(furthest_block_id=kept, furthest_index=index)
            moved += here.update(furthest_block_id=kept, furthest_index=index)
    reached.filter(furthest_index__lt=len(new) - 1).update(read_whole_at=None)
    heir = _heirs(old, number)
    places = Place.objects.filter(chapter=chapter).exclude(block_id="")
    for block_id in set(places.values_list("block_id", flat=True)) - number.keys():
        moved += places.filter(block_id=block_id).update(block_id=heir.get(block_id, ""))
    return moved


def _batches(pks: list[int]) -> list[list[int]]:
    return [pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE)]


def _furthest_after(
    old: Sequence[Block], new: Sequence[Block], asked: set[int]
) -> dict[int, int | None]:
    """For the asked ones of the old blocks: how far one has read in the new text who had read up to it, if at all."""
    number = {block.id: index for index, block in enumerate(new)}
    had = {block.id: block.text for block in old}
    changed = [(at, block) for at, block in enumerate(new) if had.get(block.id) != block.text]
    now_at = [number.get(block.id) for block in old]
    found: dict[int, int | None] = {}
    limit = len(new)  # where the first thing stands that they have not read
    for was in reversed(range(len(old))):
        if was in asked:
            read = [index for index in now_at[: was + 1] if index is not None and index < limit]
            found[was] = max(read, default=None)
        joined = _joined_to(old[was], changed, had) if now_at[was] is None else None
        for index in (now_at[was], joined):
            limit = limit if index is None else min(limit, index)
    return found


def _joined_to(
    gone: Block, changed: Sequence[tuple[int, Block]], had: Mapping[str, str]
) -> int | None:
    """The number of the first new or changed block that now holds the words of one that is gone."""
    if len(gone.text) < WORDS_OF_ITS_OWN:
        return None
    holds = (
        index
        for index, block in changed
        if gone.text in block.text and gone.text not in had.get(block.id, "")
    )
    return next(holds, None)


def _heirs(old: Sequence[Block], number: dict[str, int]) -> dict[str, str]:
    """For every old block the new one that stands for it: itself, or the nearest before it."""
    heirs: dict[str, str] = {}
    last = ""
    for block in old:
        if block.id in number:
            last = block.id
        heirs[block.id] = last
    return heirs


def _index_of(blocks: Sequence[Block], block_id: str) -> int:
    for index, block in enumerate(blocks):
        if block.id == block_id:
            return index
    raise ValueError(f"The chapter has no block {block_id!r}.")


def _place_in(user: User, work: Work) -> Place:
    place = Place.objects.filter(user=user, work=work).first()
    return place or Place(
        user=user, work=work, work_title=work.title, work_byline=work.kept_byline[:300]
    )


def _is_last(chapter: Chapter) -> bool:
    return not chapter.work.posted_chapters().filter(position__gt=chapter.position).exists()
