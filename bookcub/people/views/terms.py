"""The terms of the archive."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request


@require_safe
def detail(request: Request) -> HttpResponse:
    return render(request, "people/terms.html")
