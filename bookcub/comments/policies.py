"""Who may say, change and decide what. Whether a comment may be seen at all is `Comment.objects.visible_to`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookcub.comments.models import MAY_UNDO_FOR, Comment, CommentClaim
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.works.choices import MayComment
from bookcub.works.models import Chapter, Creatorship, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True, slots=True)
class Standing:
    """A person before a work: all that the answers below depend on, looked up once for a whole page."""

    person: User | AnonymousUser
    work: Work
    creators: frozenset[int]  # their accounts

    @classmethod
    def of(cls, person: User | AnonymousUser, work: Work) -> Standing:
        """One query."""
        rows = Creatorship.objects.accepted().filter(work=work)
        return cls(person, work, frozenset(rows.values_list("pseud__user_id", flat=True)))

    @property
    def creates(self) -> bool:
        return self.person.is_authenticated and self.person.pk in self.creators

    @property
    def keeps(self) -> bool:
        return self.person.is_authenticated and self.person.is_keeper

    def wrote(self, comment: Comment) -> bool:
        """Whether the comment is this person's own."""
        writer = comment.pseud
        return writer is not None and writer.user_id == self.person.pk

    def is_by_creator(self, comment: Comment) -> bool:
        return comment.pseud is not None and comment.pseud.user_id in self.creators


def may_comment(stand: Standing, chapter: Chapter | None = None) -> bool:
    """Whether this person may begin a thread here."""
    if not stand.work.is_posted or (chapter is not None and not chapter.is_posted):
        return False
    if stand.work.may_comment == MayComment.NOBODY:
        return False
    return stand.person.is_authenticated or stand.work.may_comment == MayComment.EVERYONE


def may_reply(stand: Standing, comment: Comment) -> bool:
    """Whether this person may answer this comment."""
    if comment.is_deleted or not comment.is_approved or comment.is_frozen:
        return False
    if not may_comment(stand, comment.chapter):
        return False
    writer = comment.pseud
    if stand.person.is_authenticated or writer is None:
        return True
    return writer.user.preferences.guest_replies


def may_edit(stand: Standing, comment: Comment) -> bool:
    """One's own words, while nobody has answered them and the thread is not frozen."""
    if not stand.wrote(comment) or comment.is_deleted or comment.is_imported:
        return False
    return not comment.is_frozen and not comment.is_answered


def may_delete(stand: Standing, comment: Comment) -> bool:
    """Its writer, the work's creators, a keeper."""
    if comment.is_deleted:
        return False
    return stand.wrote(comment) or stand.creates or stand.keeps


def may_restore(stand: Standing, comment: Comment) -> bool:
    """Whoever deleted it, while its words are kept."""
    if comment.deleted_at is None or not stand.person.is_authenticated:
        return False
    return comment.deleted_by_id == stand.person.pk and now() - comment.deleted_at < MAY_UNDO_FOR


def may_approve(stand: Standing) -> bool:
    """What is said under a moderated work is let through by its creators."""
    return stand.creates


def may_freeze(stand: Standing, comment: Comment) -> bool:
    return (stand.creates or stand.keeps) and not comment.is_deleted


def may_claim(stand: Standing, comment: Comment) -> bool:
    """Any member may say of an imported comment that nobody has: this was me."""
    if not stand.person.is_authenticated or comment.is_deleted:
        return False
    return comment.is_imported and comment.pseud_id is None


def may_answer_claim(stand: Standing, claim: CommentClaim) -> bool:
    """The work's creators or a keeper, and never about themselves."""
    return (stand.creates or stand.keeps) and claim.pseud.user_id != stand.person.pk


def may_give_kudos(stand: Standing) -> bool:
    """Whoever may read it, except those who wrote it."""
    return stand.work.is_posted and not stand.creates
