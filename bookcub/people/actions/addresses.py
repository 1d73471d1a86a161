"""E-mail addresses: claimed, confirmed, changed. Nothing here tells a stranger whose address is whose."""

from __future__ import annotations

from functools import partial

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from bookcub.core.page_urls import reverse
from bookcub.people import letters, mail
from bookcub.people.models import User


class AddressTakenError(Exception):
    """Another account has confirmed this address."""


def claim(request: HttpRequest, user: User, *, email: str, is_new: bool = False) -> EmailAddress:
    """Note that an account says an address is its own, and ask the address itself.

    If it belongs to another account, that account is told instead; the claim looks the same from outside. Only a
    claim of a new account (`is_new`, its row is `primary`) keeps anybody from logging in, or gives a new password.
    """
    email = email.strip().lower()
    with transaction.atomic():
        EmailAddress.objects.filter(user=user, verified=False).delete()
        row, _ = EmailAddress.objects.update_or_create(
            user=user, email=email, defaults={"verified": False, "primary": is_new}
        )
    ask(request, row, is_new=is_new)
    return row


def ask(request: HttpRequest, claimed: EmailAddress, *, is_new: bool = False) -> None:
    """Send the letter that goes with a claim."""
    owner = User.objects.with_email(claimed.email).exclude(pk=claimed.user_id).first()
    if owner is None:
        EmailConfirmationHMAC(claimed).send(request, signup=is_new)
        return
    url = mail.absolute(reverse("account_reset_password"))
    mail.post(partial(letters.address_taken, owner, url), to=owner.email, reader=owner)


def confirm(claimed: EmailAddress) -> User:
    """Make a claimed address the account's own. The address it leaves is told.

    Raises AddressTakenError if another account has it by now.
    """
    user: User = claimed.user
    left = user.email
    try:
        with transaction.atomic():
            EmailAddress.objects.filter(user=user).exclude(pk=claimed.pk).delete()
            claimed.verified = claimed.primary = True
            claimed.save(update_fields=["verified", "primary"])
            user.email = claimed.email
            user.save(update_fields=["email"])
    except IntegrityError as taken:
        raise AddressTakenError from taken
    if left and left.lower() != user.email.lower():
        write = partial(letters.address_changed, user, mail.absolute("/"))
        mail.post(write, to=left, reader=user)
    return user


def withdraw_claim(user: User) -> None:
    """Take back what waits to be confirmed; its link opens nothing any more."""
    EmailAddress.objects.filter(user=user, verified=False).delete()
