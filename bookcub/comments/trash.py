"""Deleted comments in the trash, told to `people.trash`. There the words of a comment are shown to whoever wrote it, and to nobody else."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.clubs.trash import OfHosts
from bookcub.comments.actions import AlreadySaidError, restore
from bookcub.comments.actions.comments import forget
from bookcub.comments.models import MAY_UNDO_FOR, Comment
from bookcub.comments.policies import Visitor
from bookcub.core.text import plain, shortened
from bookcub.people.models import User
from bookcub.people.trash import TRASH

FIRST_WORDS = 80  # characters


class CommentsInTrash(OfHosts[Comment]):
    """What hosts have deleted of a club's talk."""

    label = pgettext_lazy("trash", "Comment")
    argument = "comment_id"
    what_goes = gettext_lazy(
        "Its words will be gone for good. If somebody has replied, an empty place stays."
    )

    def rows(self) -> QuerySet[Comment]:
        return Comment.objects.select_related("club", "pseud", "work", "read")

    def of_person(self, person: User) -> QuerySet[Comment]:
        return Comment.objects.in_trash_of(person)

    def title(self, thing: Comment) -> str:
        """Signed as readers see it: creators of an anonymous work stay unnamed."""
        is_unsigned = Visitor.of(AnonymousUser(), thing.work).is_unsigned(thing)
        if is_unsigned:
            return gettext("Comment by an anonymous creator")
        name = thing.pseud.name if thing.pseud else thing.guest_name
        if not name:
            return gettext("Comment by a former member")
        return gettext("Comment by %(name)s") % {"name": name}

    def belongs_to(self, thing: Comment) -> str:
        return thing.club.name if thing.club else ""

    def restore(self, thing: Comment) -> None:
        try:
            restore(comment=thing)
        except AlreadySaidError as error:
            raise ValidationError(
                gettext("The same words have been said here again, so this comment stays deleted."),
                code="already_said",
            ) from error

    def delete(self, thing: Comment, by: User | None) -> None:
        forget(Comment.objects.filter(pk=thing.pk))


class UndoableComments(CommentsInTrash):
    """What lies in no club's trash: whoever deleted it can bring it back for a day."""

    since, by, kept_for = "deleted_at", "deleted_by", MAY_UNDO_FOR

    def rows(self) -> QuerySet[Comment]:
        # What is forgotten already has lost the name of whoever deleted it.
        return super().rows().filter(deleted_by__isnull=False, discarded_at=None)

    def of_person(self, person: User) -> QuerySet[Comment]:
        return Comment.objects.undoable_by(person)

    def title(self, thing: Comment) -> str:
        """The first of its words, where it is one's own: only whoever deleted it comes to this line."""
        is_own = thing.pseud is not None and thing.pseud.user_id == thing.deleted_by_id
        words = shortened(plain(thing.removed_html), FIRST_WORDS) if is_own else ""
        return words or super().title(thing)

    def belongs_to(self, thing: Comment) -> str:
        return thing.subject.title if thing.subject else super().belongs_to(thing) or thing.about

    def language_around(self, thing: Comment) -> str:
        return thing.subject.language if thing.subject else ""

    def empty(self, person: User) -> None:
        """Without who deleted them they cannot come back, and the hourly job lets go of their words."""


def register() -> None:
    """Let the trash know of comments."""
    TRASH.register(CommentsInTrash(), name="comment", owner="comments")
    TRASH.register(UndoableComments(), name="own-comment", owner="comments")
