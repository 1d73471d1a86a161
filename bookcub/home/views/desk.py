"""A member's desk."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.core.wellbeing import worries
from bookcub.home.queries.desk import desk_page
from bookcub.home.queries.first_steps import first_steps


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Show what is new for a member, then what they read and write."""
    page = desk_page(request.user)
    context = {
        "page": page,
        "unread_count": page.unread,  # spares the masthead its query
        "worries": worries() if request.user.is_keeper else [],
        "steps": first_steps(request.user) if request.user.is_keeper else None,
    }
    return render(request, "home/desk.html", context)
