"""Asking before the whole inbox goes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest


@login_required
@require_safe
def new(request: SignedInRequest) -> HttpResponse:
    """Ask before the whole inbox goes."""
    return render(request, "notifications/inbox_delete.html", {})
