"""A member's desk."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.core.wellbeing import worries
from bookcub.home.queries.desk import DRAFTS, desk_page


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Show what is new for a member, then what they read and write."""
    page = desk_page(request.user)
    context = {
        "page": page,
        "unread_count": page.unread,  # spares the masthead its query
        "most_drafts": DRAFTS,
        "worries": worries() if request.user.is_staff else [],
    }
    return render(request, "home/desk.html", context)
