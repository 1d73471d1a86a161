"""What stands around every page of a person."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from bookcub.core.http import Request
from bookcub.people.models import Pseud, User
from bookcub.reading.queries.profile_tabs import profile_tabs

LONGEST_NAME = 41  # one more than a pseud has: SQLite breaks over patterns that fill a book


def owner_context(request: Request, username: str, pseud_name: str | None) -> dict[str, Any]:
    """Whose page it is: an account, or one of its names."""
    owner = get_object_or_404(
        User.objects.named(username).select_related("profile"), is_active=True
    )
    names = Pseud.objects.filter(user=owner)
    shown = None
    if pseud_name is not None:
        shown = get_object_or_404(names.named(pseud_name[:LONGEST_NAME]))
    tabs = profile_tabs(owner, shown)
    return {
        "owner": owner,
        "pseud": shown,
        "shown_name": shown.name if shown else owner.username,
        "pseuds": [shown.pk] if shown else list(names.values_list("pk", flat=True)),
        "works_url": tabs[1].url,
        "is_own": request.user == owner,
        "tabs": tabs,
        "current": request.path,
    }
