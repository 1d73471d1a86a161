"""How much a new account may post in a day: as much as the keepers say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from bookcub.core.clock import now
from bookcub.people.context import current_archive
from bookcub.people.limits.log_ins import Limit, account_key, take
from bookcub.people.models import AttemptKind, User

A_DAY = timedelta(days=1)
TOO_MANY = "too_many_today"

# Whole sentences, and which of the archive's numbers they speak of.
SENTENCES: dict[AttemptKind, tuple[str, Callable[[int], str]]] = {
    AttemptKind.WORK: (
        "works_a_day",
        lambda most: ngettext(
            "A new account can post %(most)d work a day. Keep this one as a draft and post it tomorrow, or ask a keeper.",
            "A new account can post %(most)d works a day. Keep this one as a draft and post it tomorrow, or ask a keeper.",
            most,
        ),
    ),
    AttemptKind.CHAPTER: (
        "chapters_a_day",
        lambda most: ngettext(
            "A new account can post %(most)d chapter a day. Keep this one as a draft and post it tomorrow, or ask a"
            " keeper.",
            "A new account can post %(most)d chapters a day. Keep this one as a draft and post it tomorrow, or ask a"
            " keeper.",
            most,
        ),
    ),
    AttemptKind.COMMENT: (
        "comments_a_day",
        lambda most: ngettext(
            "A new account can post %(most)d comment a day. Post this one tomorrow, or ask a keeper. What you typed is"
            " kept.",
            "A new account can post %(most)d comments a day. Post this one tomorrow, or ask a keeper. What you typed is"
            " kept.",
            most,
        ),
    ),
    AttemptKind.CLUB: (
        "clubs_a_day",
        lambda most: ngettext(
            "A new account can start %(most)d club a day. Start this one tomorrow, or ask a keeper.",
            "A new account can start %(most)d clubs a day. Start this one tomorrow, or ask a keeper.",
            most,
        ),
    ),
}


def is_new(user: User) -> bool:
    """Whether an account has so lately joined that what it posts is counted. Keepers are trusted at once."""
    return not user.is_keeper and user.joined_at > now() - timedelta(days=settings.NEW_ACCOUNT_DAYS)


def count(user: User, kind: AttemptKind) -> None:
    """Count one more thing of a new account; ValidationError where it has posted as many today as it may.

    Wants the transaction that makes the thing: what fails is not counted.
    """
    name, sentence = SENTENCES[kind]
    most: int | None = getattr(current_archive(), name)
    if most is None or not is_new(user):
        return
    if not take(Limit(kind, most, A_DAY), account_key(user)):
        raise ValidationError(sentence(most) % {"most": most}, code=TOO_MANY)
