"""A message that lets the browser forget a text it kept, since the server has it now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest


def say_kept(request: HttpRequest, text: str, *, name: str) -> None:
    """Say that something was saved; `name` is the `keep` of the field it came from (no spaces)."""
    messages.success(request, text, extra_tags=f"kept:{name}")
