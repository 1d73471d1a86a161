"""What the archive is, and whose."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.people.models import User


@require_safe
def index(request: Request) -> HttpResponse:
    """Say whose place this is and how it works."""
    keepers = User.objects.keepers().order_by("joined_at", "pk")[:20]
    return render(request, "home/about.html", {"keepers": keepers})
