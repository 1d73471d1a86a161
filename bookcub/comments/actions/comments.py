"""Say, change, take back, bring back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from bookcub.clubs.models import Club, Membership
from bookcub.comments import signals
from bookcub.comments.actions.counts import count_again, lock_talk_of
from bookcub.comments.actions.limits import (
    TooManyError,
    ensure_guest_may_go_on,
    ensure_member_may_go_on,
)
from bookcub.comments.actions.places import open_what_was_spoken_of
from bookcub.comments.models import (
    Announcement,
    Comment,
    CommentQuerySet,
    Hearers,
    Passage,
    SuggestedWords,
)
from bookcub.comments.models.paths import LONGEST
from bookcub.core.clock import now
from bookcub.people.models import Pseud, User
from bookcub.reads.models import Read
from bookcub.works.models import Chapter, Creatorship, Work

__all__ = ["AlreadySaidError", "Guest", "TooManyError", "delete", "edit", "restore", "say"]

DELETION = ("deleted_at", "deleted_by", "discarded_at", "discarded_by")
LARGE_CHANGE = 10  # characters; a larger one is looked at again on moderated works


class AlreadySaidError(Exception):
    """The same person has said the same in the same place."""

    def __init__(self) -> None:
        super().__init__(gettext("You have already said exactly this here."))


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account, as they name themselves. `key` is a keyed hash of their address."""

    name: str
    email: str = ""
    key: str = ""


def say(  # noqa: PLR0913  # a comment is all of these
    *,
    work: Work | None = None,
    by: Pseud | Guest,
    html: str,
    language: str = "",
    chapter: Chapter | None = None,
    read: Read | None = None,
    upto: int = 0,
    parent: Comment | None = None,
    hearers: Hearers = Hearers.EVERYONE,
    club: Club | None = None,
    block_id: str = "",
    place_index: int | None = None,
    passage: Passage | None = None,
    suggestion: SuggestedWords | None = None,
    announcement: Announcement | None = None,
    at: datetime | None = None,
    is_limited: bool = False,
) -> Comment:
    """Say sanitised HTML to everyone who may read the work, to a club, or to oneself.

    A club also talks of a `read` of an outside book, as far as `upto`, and of no book at all. An answer has the hearers
    and the place of what it answers. A note has `block_id`, the block its passage begins in, and `place_index`, the
    number of the one it ends in; an unsaved `passage` is stored with it, and the words that it suggests instead. Without
    a passage, what is said to a club about a chapter is heard once that is read to its end. To everyone under a moderated
    work it waits for a creator, unless one says it. With an unsaved `announcement` it stands on top of the club's page.

    Raises AlreadySaidError, with `is_limited` TooManyError, and ValueError for hearers or a place
    that cannot be. Whether the person may speak here at all is the caller's question.
    """
    moment = at or now()
    comment = Comment(work=work, chapter=chapter, hearers=hearers, club=club)
    comment.read, comment.upto = read, upto if read else None
    comment.html, comment.language = html, language
    comment.posted_at = comment.written_at = comment.placed_at = moment
    _sign(comment, by)
    if passage is not None:
        block_id = block_id or passage.start_block_id
    parts = [part for part in (passage, suggestion, announcement) if part]
    for part in parts:
        part.comment = comment
    if parent is None:
        comment.place_at(block_id, place_index)
    try:
        with transaction.atomic():
            lock_talk_of(parent or comment)
            if parent is not None:
                comment.copy_audience_of(parent)
            _ensure_can_be(comment, by)
            _ensure_belongs(comment)
            if is_limited and comment.hearers == Hearers.EVERYONE:
                _ensure_may_go_on(comment.its_work, by, moment)
            comment.as_creator = _creates(by, comment.work)
            comment.approved_at = None if comment.must_be_approved() else moment
            _store(comment, under=parent, parts=parts)
            user = by.user if isinstance(by, Pseud) else None
            transaction.on_commit(
                partial(signals.comment_posted.send, Comment, comment=comment, by=user)
            )
    except IntegrityError as error:
        _ensure_not_said(comment, error)
    return comment


def _sign(comment: Comment, by: Pseud | Guest) -> None:
    if isinstance(by, Pseud):
        comment.pseud = by
    else:
        comment.guest_name, comment.guest_email, comment.guest_key = by.name, by.email, by.key


def _store(
    comment: Comment,
    *,
    under: Comment | None,
    parts: Sequence[Passage | SuggestedWords | Announcement],
) -> None:
    """With its passage and what it suggests, its number on the work, and what it tells of its writer's place."""
    put(comment, under=under)
    for part in parts:
        part.comment = comment
        part.save()
    if comment.hearers == Hearers.EVERYONE:
        count_again(comment.work_id)
    if comment.pseud is not None:
        open_what_was_spoken_of(comment, comment.pseud.user)


def _ensure_can_be(comment: Comment, by: Pseud | Guest) -> None:
    if isinstance(by, Guest) and comment.hearers != Hearers.EVERYONE:
        raise ValueError("A guest speaks to everyone.")
    if (comment.hearers == Hearers.CLUB) != (comment.club_id is not None):
        raise ValueError("What is for a club names the club, and nothing else does.")
    if comment.work_id is None and comment.hearers in {Hearers.EVERYONE, Hearers.AUTHORS}:
        raise ValueError("Everyone and authors hear what is said about works.")
    if comment.read is not None and (comment.work or comment.read.book_id is None):
        raise ValueError("A read has talk of its own where it is of an outside book.")


def _ensure_belongs(comment: Comment) -> None:
    """Raise PermissionDenied to who has left the club since the page was asked for: their words would stay there."""
    if comment.hearers != Hearers.CLUB or comment.pseud is None:
        return
    members = Membership.objects.belonging().filter(club=comment.club_id)
    if not members.filter(user=comment.pseud.user_id).exists():
        raise PermissionDenied(
            gettext(
                "You are no longer a member of this club. Ask a host if you think that is a mistake."
            )
        )


def _ensure_not_said(comment: Comment, error: IntegrityError) -> NoReturn:
    """Raise AlreadySaidError when the same words stand there, else what the database said."""
    same = Comment.objects.filter(fingerprint=comment.fingerprint).exclude(pk=comment.pk)
    if comment.fingerprint and same.exists():
        raise AlreadySaidError from error
    raise error


def put(comment: Comment, *, under: Comment | None) -> None:
    """Store a comment in its place. The caller holds the lock on the talk."""
    parent = under
    if parent is not None:
        parent.refresh_from_db(fields=["numbered", "path", "thread", "parent"])
        if len(parent.path) >= LONGEST and parent.parent is not None:
            # As deep as threads go: it stands beside what it answers.
            parent = parent.parent
        comment.attach_to(parent)
        parent.save(update_fields=["numbered"])
    comment.fingerprint = comment.fingerprint_of_words()
    comment.save()
    if parent is None:
        comment.thread = comment
        comment.save(update_fields=["thread"])


def _ensure_may_go_on(work: Work, by: Pseud | Guest, moment: datetime) -> None:
    if isinstance(by, Pseud):
        ensure_member_may_go_on(by.user, work, at=moment)
    else:
        ensure_guest_may_go_on(by.key, at=moment)


def _creates(by: Pseud | Guest, work: Work | None) -> bool:
    if isinstance(by, Guest) or work is None:
        return False
    return Creatorship.objects.accepted().filter(work=work, pseud__user=by.user_id).exists()


def edit(*, comment: Comment, html: str, pseud: Pseud) -> None:
    """Say it otherwise. On a moderated work a change of more than 10 characters waits for approval again."""
    before = comment.html
    comment.html, comment.pseud, comment.edited_at = html, pseud, now()
    comment.fingerprint = comment.fingerprint_of_words()
    must_wait = (
        comment.hearers == Hearers.EVERYONE
        and comment.moderates
        and not _creates(pseud, comment.work)
        and changed_characters(before, html) > LARGE_CHANGE
    )
    if must_wait:
        comment.approved_at = None
    fields = ["html", "pseud", "edited_at", "fingerprint", "approved_at"]
    try:
        with transaction.atomic():
            lock_talk_of(comment)
            comment.save(update_fields=fields)
            count_again(comment.work_id)
            transaction.on_commit(partial(signals.comment_edited.send, Comment, comment=comment))
    except IntegrityError as error:
        _ensure_not_said(comment, error)


def changed_characters(before: str, after: str) -> int:
    """How long the stretch is that two texts do not share, from the first difference to the last."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    return max(len(before), len(after)) - start - end


def delete(*, comment: Comment, by: User | None) -> None:
    """Take a comment away; what was answered leaves its place. For a day it can come back.

    What a host deletes of what others said to the club lies in the trash of its hosts.
    """
    if comment.deleted_at is not None:
        return
    comment.deleted_at, comment.deleted_by = now(), by
    if by is not None and is_for_the_trash(comment, by):
        comment.discarded_at, comment.discarded_by = comment.deleted_at, by
    comment.removed_html, comment.html, comment.fingerprint = comment.html, "", ""
    fields = [*DELETION, "removed_html", "html", "fingerprint"]
    with transaction.atomic():
        lock_talk_of(comment)
        comment.save(update_fields=fields)
        count_again(comment.work_id)
        transaction.on_commit(
            partial(signals.comment_deleted.send, Comment, comment=comment, by=by)
        )


def is_for_the_trash(comment: Comment, by: User) -> bool:
    """Whether it is said to a club, and somebody else than its writer deletes it."""
    own = comment.pseud is not None and comment.pseud.user_id == by.pk
    return comment.hearers == Hearers.CLUB and not own


def restore(*, comment: Comment) -> None:
    """Bring a deleted comment back. AlreadySaidError when it was said again meanwhile."""
    if comment.deleted_at is None:
        return
    comment.html, comment.removed_html = comment.removed_html, ""
    comment.deleted_at = comment.deleted_by = None
    comment.discarded_at = comment.discarded_by = None
    if not comment.is_imported:
        comment.fingerprint = comment.fingerprint_of_words()
    fields = [*DELETION, "removed_html", "html", "fingerprint"]
    try:
        with transaction.atomic():
            lock_talk_of(comment)
            comment.save(update_fields=fields)
            count_again(comment.work_id)
            transaction.on_commit(partial(signals.comment_restored.send, Comment, comment=comment))
    except IntegrityError as error:
        _ensure_not_said(comment, error)


@transaction.atomic
def forget(deleted: CommentQuerySet) -> None:
    """Let go of the words and the names of deleted comments; empty places without answers go, too."""
    names = dict.fromkeys(("pseud", "deleted_by", "discarded_at", "discarded_by"))
    deleted.update(removed_html="", language="", **names)
    here = deleted.filter(is_imported=False)
    here.update(guest_name="", guest_email="", guest_key="")
    # A row goes only when nothing hangs on it; what it answered may be next, in an hour.
    here.exclude(Exists(Comment.objects.filter(parent=OuterRef("pk")))).delete()
