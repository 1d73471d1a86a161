"""The guide."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request


@require_safe
def index(request: Request) -> HttpResponse:
    """A short guide to reading, writing and talking here."""
    return render(request, "home/guide.html")
