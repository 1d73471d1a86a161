"""The first page that people see."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.home.queries.front import front_page


@require_safe
def index(request: Request) -> HttpResponse:
    """Make one want to read; members go on where they were."""
    return render(request, "home/front.html", {"page": front_page(request.user)})
