"""The tabs of a person's page."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext

from bookcub.core.page_urls import reverse
from bookcub.people.models import Pseud, User
from bookcub.web.blurb import Link


def profile_tabs(owner: User, pseud: Pseud | None = None) -> list[Link]:
    """Links for the account, or for one of its names; lists belong to the account."""
    whose = "pseud" if pseud else "person"
    names = [owner.username, pseud.name] if pseud else [owner.username]
    return [
        Link(gettext("Newest"), (pseud or owner).get_absolute_url()),
        Link(gettext("Works"), reverse(f"reading:{whose}_work_index", args=names)),
        Link(
            pgettext("several series", "Series"),
            reverse(f"reading:{whose}_series_index", args=names),
        ),
        Link(gettext("Bookmarks"), reverse(f"reading:{whose}_bookmark_index", args=names)),
        Link(gettext("Lists"), reverse("reading:list_index", args=[owner.username])),
    ]
