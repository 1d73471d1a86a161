"""What Bookcub tells allauth: how the letter looks that asks for an address to be confirmed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from bookcub.people import letters, mail

if TYPE_CHECKING:
    from allauth.account.models import EmailConfirmationHMAC


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth keeps the addresses, their signed links and the list of devices; pages and rules are our own."""

    def send_confirmation_mail(
        self,
        request: HttpRequest,
        emailconfirmation: EmailConfirmationHMAC,
        signup: bool,  # noqa: FBT001  # allauth's signature
    ) -> None:
        """Ask the owner of an address to say yes."""
        claim = emailconfirmation.email_address
        url = mail.absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))
        write = partial(letters.confirmation, claim.user, url, is_new=signup)
        mail.post(write, to=claim.email, reader=claim.user)
