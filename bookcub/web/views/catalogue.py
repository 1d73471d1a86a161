"""The catalogue of the design system."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.web.catalogue import specimens


@require_safe
def detail(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    return render(request, "web/design.html", specimens())
