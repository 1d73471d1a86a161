"""New passwords, asked for by mail or with the old one at hand."""

from __future__ import annotations

from functools import partial

from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from bookcub.core.page_urls import reverse
from bookcub.people import letters, mail
from bookcub.people.actions.accounts import sign_out_everywhere
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.models import User
from bookcub.people.queries import reset_addresses


def ask_for_reset(*, email: str) -> None:
    """Send the owners of an address a link; to an address nobody has, nothing. Three in twelve hours."""
    for user, address in reset_addresses(email):
        if user.is_active and login_throttle.take(
            login_throttle.RESETS, login_throttle.account_key(user)
        ):
            # To the address as it is stored: what was typed may only look like it.
            write = partial(letters.reset, user, reset_url(user))
            mail.post(write, to=address, reader=user)


def reset_url(user: User) -> str:
    uid = urlsafe_base64_encode(str(user.pk).encode())
    key = f"{uid}-{default_token_generator.make_token(user)}"
    return mail.absolute(reverse("account_reset_password_from_key", args=[key]))


def account_of_key(key: str) -> User | None:
    """The account that a reset link opens; nothing once it is used or seven days old."""
    uid, _, token = key.partition("-")
    try:
        pk = int(urlsafe_base64_decode(uid))
    except (ValueError, OverflowError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first() if 0 < pk < 2**63 else None
    if user is None or not default_token_generator.check_token(user, token):
        return None
    return user


def reset(user: User, *, password: str) -> None:
    """Set a password by a link: all devices are signed out and failures on the name forgotten."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        sign_out_everywhere(user)
        login_throttle.forget_failures(user)


def change(request: HttpRequest, user: User, *, password: str) -> None:
    """Set a new password; every other device is signed out and the owner told by mail."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        sign_out_everywhere(user, but=request.session.session_key)
    if user.email:
        url = mail.absolute(reverse("account_reset_password"))
        mail.post(partial(letters.password_changed, user, url), to=user.email, reader=user)


def has_unconfirmed_address(user: User) -> bool:
    """Whether this account has signed up with an address that has not said yes."""
    signed_up_with = EmailAddress.objects.filter(user=user, verified=False, primary=True)
    return not user.email and signed_up_with.exists()
