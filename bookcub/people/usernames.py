"""One rule for the names of accounts, wherever one is made or renamed: each refusal is one sentence, and says why."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext

from bookcub.people.models import (
    USERNAME_LETTERS,
    USERNAME_LONGEST,
    USERNAME_SHORTEST,
    PastUsername,
    User,
)
from bookcub.people.reserved_usernames import is_reserved


def ensure_possible(username: str) -> None:
    """Raise ValidationError for what no account may be called, whoever asks."""
    if len(username) < USERNAME_SHORTEST:
        raise ValidationError(
            gettext("This name is too short. Use at least 3 characters."), code="min_length"
        )
    if len(username) > USERNAME_LONGEST:
        raise ValidationError(
            gettext("This name is too long. Use at most 40 characters."), code="max_length"
        )
    USERNAME_LETTERS(username)
    if is_reserved(username):
        raise ValidationError(
            gettext(
                "This name is kept for the archive, so that nobody is taken for it. Choose another."
            ),
            code="forbidden",
        )


def ensure_free(username: str, *, by_others_than: User | None = None) -> None:
    """Raise ValidationError for a name that cannot be, is taken, or was left lately."""
    ensure_possible(username)
    if is_taken(username, by_others_than=by_others_than):
        raise ValidationError(
            gettext("Somebody has this name, or had it until recently. Choose another."),
            code="taken",
        )


def is_taken(username: str, *, by_others_than: User | None = None) -> bool:
    """Whether an account has this name, or left it so lately that nobody else may take it yet."""
    lately = timezone.now() - PastUsername.KEPT_FOR
    accounts = User.objects.named(username)
    past = PastUsername.objects.named(username).filter(changed_at__gt=lately)
    if by_others_than is not None:
        accounts = accounts.exclude(pk=by_others_than.pk)
        past = past.exclude(user=by_others_than)
    return accounts.exists() or past.exists()
