"""Where password managers look for the page on which a password is changed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from bookcub.core.http import Request


@require_safe
def detail(request: Request) -> HttpResponse:
    """Lead them there (W3C, A Well-Known URL for Changing Passwords)."""
    return redirect("people:password_edit")
