"""What becomes of somebody's words in a club when they leave it."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from bookcub.clubs.models import LeftNotes, Membership
from bookcub.comments import signals
from bookcub.comments.models import Comment, Hearers, Passage
from bookcub.core.clock import now


@transaction.atomic
def resolve_notes(*, membership: Membership, choice: LeftNotes) -> None:
    """Leave a member's words in the club with their name or without it, or give them to them alone.

    Among friends who decide together both have them: they stay, and who goes gets a copy.
    """
    own = Comment.objects.filter(club=membership.club_id, pseud__user=membership.user_id)
    if choice == LeftNotes.UNNAME:
        own.update(pseud=None, guest_name="", is_former_member=True, fingerprint="")
    elif choice == LeftNotes.TAKE:
        # From below: a place is empty only where something of somebody else stands under it.
        for comment in own.order_by("-depth", "-pk"):
            _take(comment)
    elif membership.club.decides_together and _is_missed(membership):
        # Whoever came back and goes again has copies already.
        copies = Comment.objects.filter(hearers=Hearers.SELF, pseud__user=membership.user_id)
        had = set(copies.values_list("posted_at", "html"))
        for comment in own.filter(deleted_at=None).order_by("pk"):
            if (comment.posted_at, comment.html) not in had:
                _copy(comment)


def _is_missed(membership: Membership) -> bool:
    there = Membership.objects.belonging().filter(club=membership.club_id)
    return there.exclude(pk=membership.pk).exists()


def _take(comment: Comment) -> None:
    """Copy the words to their writer alone; where they stood nothing is left, or an empty place that was answered."""
    if comment.deleted_at is None:
        _copy(comment)
        transaction.on_commit(
            partial(signals.comment_deleted.send, Comment, comment=comment, by=None)
        )
    if not comment.replies.exists():
        Comment.objects.filter(pk=comment.pk).delete()
        return
    Comment.objects.filter(pk=comment.pk).update(
        html="",
        removed_html="",
        language="",
        pseud=None,
        guest_name="",
        is_former_member=True,
        fingerprint="",
        deleted_at=comment.deleted_at or now(),
        deleted_by=None,
        discarded_at=None,
        discarded_by=None,
    )


def _title_of(comment: Comment) -> str:
    if comment.read is not None:
        return comment.read.title
    return comment.club.name if comment.club else ""


def _copy(comment: Comment) -> None:
    note = Comment(
        work_id=comment.work_id,
        # A read is its club's: outside of that the words stand alone.
        about=_title_of(comment) if comment.work_id is None else "",
        chapter_id=comment.chapter_id,
        block_id=comment.block_id,
        place_index=comment.place_index,
        hearers=Hearers.SELF,
        pseud_id=comment.pseud_id,
        html=comment.html,
        language=comment.language,
        has_words=comment.has_words,
        written_at=comment.written_at,
        posted_at=comment.posted_at,
        placed_at=comment.posted_at,
        edited_at=comment.edited_at,
        approved_at=comment.approved_at or comment.posted_at,
    )
    note.save()
    Comment.objects.filter(pk=note.pk).update(thread=note)
    passage = Passage.objects.filter(comment=comment.thread_id).first()
    if passage is not None:
        passage.pk, passage.comment = None, note
        passage._state.adding = True  # noqa: SLF001  # Django's own way to copy a row
        passage.save()
