"""What somebody has said: where it stands, and whether anybody answered."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.comments.queries.own_comments import own_comments
from bookcub.core.http import SignedInRequest


@require_safe
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    """Newest first; only they see it."""
    return render(
        request, "comments/own_comments/index.html", {"own": own_comments(request, request.user)}
    )
