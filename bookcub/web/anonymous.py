"""Who wrote what nobody has signed: as rows keep it, and as readers see it."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

ANONYMOUS = gettext_noop("Anonymous")


def shown_byline(kept: str) -> str:
    """A byline that was kept with a title, for whoever reads it now."""
    return gettext(kept) if kept == ANONYMOUS else kept
