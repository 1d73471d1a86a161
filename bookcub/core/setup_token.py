"""The secret in the link that the terminal prints for an archive that nobody has set up yet."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac


def setup_token() -> str:
    """Return the token: the same after a restart, another for another archive, known to nobody who cannot see the log.

    It opens the wizard only while the archive is empty; that is what makes it a one-time link.
    """
    return salted_hmac("bookcub.setup", "first visit", algorithm="sha256").hexdigest()[:40]


def is_setup_token(text: str) -> bool:
    """Say whether this is the token, in the same time whatever is wrong with it."""
    return constant_time_compare(text, setup_token())
