"""Who comes into the keeper's pages."""

from __future__ import annotations

from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, ensure
from bookcub.people.policies import may_keep


def ensure_keeper(request: SignedInRequest) -> None:
    """Raise PermissionDenied (403) for whoever does not look after this archive."""
    ensure(
        may_keep(request.user),
        gettext("Only the keepers of this archive can open this page. Ask one of them for help."),
    )
