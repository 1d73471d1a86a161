"""Reading takes time: how far a page that is open, scrolled or left for the next counts as read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from bookcub.core.clock import now
from bookcub.core.database.trouble import tried_again
from bookcub.core.text import block_word_counts
from bookcub.people.models import User
from bookcub.reading.actions.advances import is_taken_back
from bookcub.reading.actions.places import (
    begin_place,
    hold_place,
    index_of,
    is_last,
    looks_back,
    open_beginning,
    reach,
)
from bookcub.reading.models import Advance, ChapterProgress, OpenedPage, Passing, passings
from bookcub.works.models import Chapter

READS_AGAIN_AFTER = (
    60  # seconds in an earlier chapter that one has read: before, one looks something up
)


@tried_again
def dwell(
    *,
    user: User,
    chapter: Chapter,
    block_id: str,
    furthest_id: str,
    opening: OpenedPage | None,
    in_front: int | None = None,
) -> str:
    """Remember the block at the top of the screen, and count as read what has been seen and what there was time for.

    Returns the id of the last block that is reached, nothing for those who keep no history. Raises ValueError
    for a block the chapter does not have.
    """
    blocks = chapter.blocks
    index = index_of(blocks, block_id)
    furthest = max(index, index_of(blocks, furthest_id)) if furthest_id else index
    if not user.preferences.keeps_history:
        return ""
    if opening and is_taken_back(opening):
        return _reached(user, chapter)

    begin_place(user=user, chapter=chapter)
    with transaction.atomic():
        # A page that goes after “I only looked” still says where it was.
        if opening and is_taken_back(opening):
            return _reached(user, chapter)
        if opening:
            _go_on(
                user,
                chapter,
                upto=furthest,
                opening=opening,
                seconds=opening.seconds(in_front=in_front),
            )
        whole = ChapterProgress.objects.filter(
            user=user, chapter=chapter, read_whole_at__isnull=False
        )
        # Whoever looks something up is where they were; whoever stays reads it again.
        stays = opening is None or opening.seconds(in_front=in_front) >= READS_AGAIN_AFTER
        if not stays and looks_back(user, chapter):
            return _reached(user, chapter)
        is_through = furthest == len(blocks) - 1
        hold_place(
            user=user,
            chapter=chapter,
            block_id=block_id,
            is_through=is_through,
            is_end=is_through and whole.exists() and is_last(chapter),
            at=opening.at if opening else None,
        )
    return _reached(user, chapter)


@tried_again
@transaction.atomic
def pass_on(
    *,
    user: User,
    chapter: Chapter,
    opening: OpenedPage,
    in_front: int | None = None,
    at: datetime | None = None,
) -> bool:
    """Whoever goes on to the next chapter has read this one, if there was time for all of it; whether that is so."""
    if not user.preferences.keeps_history or is_taken_back(opening):
        return False
    last = max(len(chapter.blocks) - 1, 0)
    seconds = opening.seconds(in_front=in_front, until=at)
    return _go_on(user, chapter, upto=last, opening=opening, seconds=seconds, in_part=False)


def leave_passing(*, user: User, opening: OpenedPage) -> None:
    passings.leave((user.pk, opening.chapter_id), Passing(opening, now()))


@passings.stored_by
def _store_passings(told: Mapping[tuple[int, int], Passing]) -> None:
    people = User.objects.in_bulk({user for user, _ in told})
    chapters = Chapter.objects.select_related("work").in_bulk({chapter for _, chapter in told})
    for (user, chapter), passing in sorted(told.items()):
        if user in people and chapter in chapters:
            pass_on(
                user=people[user], chapter=chapters[chapter], opening=passing.opening, at=passing.at
            )


def _go_on(
    user: User,
    chapter: Chapter,
    *,
    upto: int,
    opening: OpenedPage,
    seconds: float,
    in_part: bool = True,
) -> bool:
    """Move the horizon towards a block, as far as the time of the visit pays for; whether it is there."""
    blocks = chapter.blocks
    # Locked before words are counted: of two tabs the later one goes on from where the other is.
    progress = open_beginning(user=user, chapter=chapter, at=opening.at)
    if progress.read_whole_at:
        return True
    of_visit = Advance.objects.filter(user=user, opened_at=opening.at)
    spent = of_visit.aggregate(Sum("words"))["words__sum"] or 0
    left = seconds * settings.WORDS_PER_MINUTE / 60 - spent
    here = progress.furthest_index
    index, words = _as_far_as(chapter, here=here, upto=upto, left=left)
    is_there = index >= upto
    if (is_there or in_part) and (index > here or 0 <= len(blocks) - 1 <= index):
        reach(user=user, chapter=chapter, blocks=blocks, index=index, at=opening.at, words=words)
    return is_there


def _as_far_as(chapter: Chapter, *, here: int, upto: int, left: float) -> tuple[int, int]:
    """The last block up to this one whose words, and those before it, can have been read; and how many they are.

    -1 where there was no time for any. A chapter that was only opened is read from its first block on.
    """
    counts = [words for _, words in block_word_counts(chapter.html)] or [0]
    index, read = (here, 0) if here else (-1, 0)
    for words in counts[index + 1 : upto + 1]:
        if read + words > left:
            break
        index, read = index + 1, read + words
    return index, read


def _reached(user: User, chapter: Chapter) -> str:
    of_chapter = ChapterProgress.objects.filter(user=user, chapter=chapter)
    return of_chapter.values_list("furthest_block_id", flat=True).first() or ""
