"""Where things said stand in the text, and what saying them tells of their writer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import F

from bookcub.comments.models import Comment, Hearers
from bookcub.people.models import User
from bookcub.reading.actions import places
from bookcub.reads.actions.progress import reach_in_outside_book
from bookcub.works.models import Work

AT_ONCE = 200  # rows of a change


def place_thread(*, comment: Comment, block_id: str, place_index: int) -> None:
    """Move a note and all that answers it to the block where its passage is now. The caller holds the lock on the work."""
    place_threads({comment.thread_id or comment.pk: (block_id, place_index)})
    comment.block_id, comment.place_index = block_id, place_index


def place_threads(places: Mapping[int, tuple[str, int]]) -> None:
    """Move notes, named by the first comment of their threads, each to a block and its number, as above."""
    threads = list(places)
    for start in range(0, len(threads), AT_ONCE):
        some = Comment.objects.filter(thread__in=threads[start : start + AT_ONCE])
        rows = list(some.only("pk", "thread_id"))
        for row in rows:
            row.block_id, row.place_index = places[row.thread_id or row.pk]
        Comment.objects.bulk_update(rows, ["block_id", "place_index"], batch_size=AT_ONCE)


def shift_threads(threads: Sequence[int], *, by: int) -> None:
    """Move notes, named as above, by so many blocks; they stay with their own. As above."""
    for start in range(0, len(threads), AT_ONCE):
        some = Comment.objects.filter(thread__in=threads[start : start + AT_ONCE])
        some.update(place_index=F("place_index") + by)


def move_talk_to(*, work: Work) -> None:
    """A work is back: what its clubs said meanwhile, as of an outside book, stands under its chapters now.

    What goes further than the last chapter stands there. The caller gives the reads back in the same transaction.
    """
    meanwhile = Comment.objects.filter(read__book__stands_for=work)
    chapters = list(work.posted_chapters().order_by("position").defer("html"))
    if not chapters:
        # Of a work as a whole everybody would hear it: it waits under its first draft.
        drafts = work.chapters.filter(discarded_at=None).order_by("position")
        chapters = list(drafts.defer("html")[:1])
    for upto in list(meanwhile.order_by().values_list("upto", flat=True).distinct()):
        there = next((one for one in chapters if upto and one.position >= upto), None)
        chapter = there or (chapters[-1] if upto and chapters else None)
        meanwhile.filter(upto=upto).update(
            work=work, chapter=chapter, place_index=None, read=None, upto=None
        )


def open_what_was_spoken_of(comment: Comment, by: User) -> None:
    """Who says something about a place has reached it: its passage, for a club's talk the chapter's end, or how far it goes in an outside book.

    Also for those who keep no history, who have told so themselves; but a public comment under a
    chapter says only that one has opened that, and they have asked that this be not kept.
    """
    if comment.read is not None:
        reach_in_outside_book(read=comment.read, user=by, upto=comment.upto or 0)
        return
    chapter = comment.chapter
    if chapter is None or not chapter.is_posted:
        return
    if comment.block_id == "" and comment.hearers == Hearers.EVERYONE:
        if by.preferences.keeps_history:
            places.open_beginning(user=by, chapter=chapter)
        return
    if comment.block_id == "" and comment.hearers == Hearers.SELF:
        return
    blocks = chapter.blocks
    last = max(len(blocks) - 1, 0)
    index = last if comment.place_index is None else min(comment.place_index, last)
    places.reach(user=by, chapter=chapter, blocks=blocks, index=index)
