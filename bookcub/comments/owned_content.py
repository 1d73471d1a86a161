"""What a pseud has said, and what becomes of it when its person leaves: told to `people.owned_content`."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from bookcub.comments.actions import delete
from bookcub.comments.actions.counts import count_again, lock
from bookcub.comments.actions.kudos import count_kudos
from bookcub.comments.models import Comment, CommentClaim, Hearers, SuggestedWords
from bookcub.people.models import Pseud, User
from bookcub.people.owned_content import (
    OWNED,
    QUESTIONS,
    SWITCHED,
    Choice,
    ClosingQuestion,
    OwnedKind,
)

KEEP, UNNAME, DELETE = "keep", "unname", "delete"
SO_MANY_COMMENTS = ngettext_lazy("%(number)s comment", "%(number)s comments", "number")


def comments_of(pseud: Pseud) -> int:
    return Comment.objects.spoken().filter(pseud=pseud).count()


def move_comments(pseud: Pseud, to: Pseud) -> None:
    """Sign what one pseud has said with another of the same person."""
    Comment.objects.filter(pseud=pseud).update(pseud=to)
    already = CommentClaim.objects.filter(pseud=to).values("comment")
    CommentClaim.objects.filter(pseud=pseud).exclude(comment__in=already).update(pseud=to)


def comments_by(user: User) -> int:
    """What stands, and what was deleted and could still be brought back."""
    kept = Q(deleted_at=None) | ~Q(removed_html="")
    return Comment.objects.by_person(user).filter(kept).exclude(hearers=Hearers.SELF).count()


def notes_for_themselves(user: User) -> int:
    return Comment.objects.spoken().by_person(user).filter(hearers=Hearers.SELF).count()


def delete_notes_for_themselves(user: User, choice: str) -> None:
    Comment.objects.by_person(user).filter(hearers=Hearers.SELF).delete()


def resolve_comments(user: User, choice: str) -> None:
    """Leave what somebody has said with their name, without it, or take it away for good."""
    own = Comment.objects.by_person(user).exclude(hearers=Hearers.SELF)
    if choice == DELETE:
        for comment in own.spoken().select_related("work"):
            delete(comment=comment, by=None)
        SuggestedWords.objects.filter(comment__in=own).delete()
        own.update(
            removed_html="",
            language="",
            pseud=None,
            is_former_member=True,
            fingerprint="",
            discarded_at=None,
            discarded_by=None,
        )
    else:
        for pseud in user.pseuds.all():
            name = pseud.name if choice == KEEP else ""
            own.filter(pseud=pseud).update(
                pseud=None, guest_name=name, is_former_member=True, fingerprint=""
            )


def recount(work_id: int) -> None:
    """Count a work's comments after something else has changed which of them stand."""
    lock(work_id)
    count_again(work_id)


COMMENTS = ClosingQuestion(
    "comments",
    gettext_lazy("What happens to what you have said on works and in clubs?"),
    SO_MANY_COMMENTS,
    choices=(
        Choice(
            KEEP,
            gettext_lazy("It stays, with my name"),
            gettext_lazy("Kept, with your name on them: {count}."),
        ),
        Choice(
            UNNAME,
            gettext_lazy("It stays, without my name"),
            gettext_lazy("Kept, signed “A former member”: {count}."),
        ),
        Choice(
            DELETE,
            gettext_lazy("It is deleted; where somebody has replied, an empty place stays"),
            gettext_lazy("Deleted for good: {count}."),
        ),
    ),
    count=comments_by,
    apply=resolve_comments,
)

NOTES = ClosingQuestion(
    "notes_to_self",
    gettext_lazy("What happens to the notes that only you can read?"),
    ngettext_lazy("%(number)s note", "%(number)s notes", "number"),
    choices=(
        Choice(
            DELETE,
            pgettext_lazy("notes", "They are deleted"),
            gettext_lazy("Your own notes, deleted for good: {count}."),
        ),
    ),
    count=notes_for_themselves,
    apply=delete_notes_for_themselves,
)


def follow_account(user: User) -> None:
    """Count what a switched-off account said and thanked for no longer, and count it again."""
    said = Comment.objects.by_person(user).filter(hearers=Hearers.EVERYONE)
    works = {*said.values_list("work", flat=True), *user.kudos.values_list("work", flat=True)}
    for pk in sorted(works):
        work = lock(pk)
        count_again(pk)
        count_kudos(work)


def register() -> None:
    """Let the pages about pseuds and about leaving know of comments."""
    kind = OwnedKind(SO_MANY_COMMENTS, count=comments_of, move=move_comments)
    OWNED.register(kind, name="comments", owner="comments")
    SWITCHED.register(follow_account, name="comments", owner="comments")
    for question in (COMMENTS, NOTES):
        QUESTIONS.register(question, name=question.key, owner="comments")
