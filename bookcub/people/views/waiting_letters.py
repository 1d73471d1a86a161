"""What is said of a letter that waits because no mail server is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import gettext

from bookcub.core.page_urls import reverse
from bookcub.people.policies import may_keep

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


def where_it_waits(person: User | AnonymousUser, *, to: str) -> str:
    """Where the link is that confirms an address: a keeper opens it, others ask one."""
    if may_keep(person):
        return format_html(
            gettext(
                'No mail server is set, so the letter to {email} waits in the <a href="{url}">outbox</a>. Open the'
                " link in it to confirm the address."
            ),
            email=to,
            url=reverse("people:outbox_index"),
        )
    return gettext(
        "This archive sends no mail yet. To change to %(email)s, ask a keeper for the link that confirms it."
    ) % {"email": to}
