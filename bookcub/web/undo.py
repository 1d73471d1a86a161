"""A message that carries its own way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest


def offer_undo(request: HttpRequest, text: str, *, url: str) -> None:
    """Say what was done and show an "Undo" button that posts to `url`."""
    messages.success(request, text, extra_tags=f"undo:{url}")
