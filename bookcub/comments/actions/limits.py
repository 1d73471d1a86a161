"""How much a new account or a guest may say in a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from bookcub.comments.models import Comment, CommentQuerySet, Hearers
from bookcub.core.database.locks import hold
from bookcub.people.limits import newcomers
from bookcub.people.models import AttemptKind, User
from bookcub.works.models import Creatorship, Work

WITHIN = timedelta(minutes=15)
MOST_OF_A_NEW_ACCOUNT = 3
MOST_FROM_AN_ADDRESS = 5  # a library's readers share one
KNOWN_AFTER = 3  # approved comments


class TooManyError(Exception):
    """Somebody has to wait before the next comment."""

    def __init__(self, wait: timedelta, because: str = "") -> None:
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        sentence = ngettext(
            "You have posted several comments in a short time. You can post the next one in "
            "%(minutes)s minute. What you typed is kept.",
            "You have posted several comments in a short time. You can post the next one in "
            "%(minutes)s minutes. What you typed is kept.",
            minutes,
        )
        super().__init__(because or sentence % {"minutes": minutes})
        self.wait = wait


def ensure_member_may_go_on(user: User, work: Work, *, at: datetime) -> None:
    """Raise TooManyError for a new account that has just said a lot. Under one's own work nobody is new.

    Wants the transaction that stores the comment.
    """
    if not _is_new(user, at) or _creates(user, work):
        return
    hold(f"comments:{user.pk}")
    # What one says to oneself or in a club bothers nobody else.
    comments = Comment.objects.by_person(user).filter(hearers=Hearers.EVERYONE)
    _ensure(comments, MOST_OF_A_NEW_ACCOUNT, at)
    try:
        newcomers.count(user, AttemptKind.COMMENT)
    except ValidationError as enough:
        raise TooManyError(newcomers.A_DAY, enough.messages[0]) from enough


def ensure_guest_may_go_on(guest_key: str, *, at: datetime) -> None:
    """Raise TooManyError when guests at this address have just said a lot. Wants the comment's transaction."""
    if guest_key:
        hold(f"guests:{guest_key}")
        _ensure(Comment.objects.filter(guest_key=guest_key), MOST_FROM_AN_ADDRESS, at)


def _is_new(user: User, at: datetime) -> bool:
    if newcomers.is_new(user):
        return True
    known = Comment.objects.by_person(user).for_everyone()
    return known[:KNOWN_AFTER].count() < KNOWN_AFTER


def _creates(user: User, work: Work) -> bool:
    return Creatorship.objects.accepted().filter(work=work, pseud__user=user).exists()


def _ensure(comments: CommentQuerySet, most: int, at: datetime) -> None:
    lately = comments.filter(posted_at__gt=at - WITHIN, is_imported=False).order_by("-posted_at")
    times = list(lately.values_list("posted_at", flat=True)[:most])
    if len(times) == most:
        raise TooManyError(times[-1] + WITHIN - at)
