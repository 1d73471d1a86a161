"""What Bookcub tells allauth: how the letter looks that asks for an address to be confirmed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from bookcub.core.http import onward
from bookcub.core.page_urls import reverse
from bookcub.people import letters, mail

if TYPE_CHECKING:
    from allauth.account.models import EmailConfirmationHMAC

ONWARD = "onward"  # session: where somebody was when they set out to join or to log in


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
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        # Whoever joins over a story finds back to it from the letter, in whatever browser it is opened.
        back = onward(request, request.session.get(ONWARD, ""))
        url = mail.absolute(f"{path}?{urlencode({'next': back})}" if back else path)
        write = partial(letters.confirmation, claim.user, url, is_new=signup)
        mail.post(write, to=claim.email, reader=claim.user)
