"""Messages that can do more than say something."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest


def offer_undo(request: HttpRequest, text: str, *, url: str) -> None:
    """Say what was done and show an "Undo" button that posts to `url`."""
    messages.success(request, text, extra_tags=f"undo:{url}")


def say_saved(request: HttpRequest, text: str, *, name: str) -> None:
    """Say that something is saved, so that the browser forgets its own copy.

    `name` is the `keep` of the field it came from (no spaces).
    """
    messages.success(request, text, extra_tags=f"kept:{name}")
