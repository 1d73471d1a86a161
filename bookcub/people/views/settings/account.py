"""What an account is: its name, its address, and the ways to change them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.people.queries import pending_claim
from bookcub.people.views.form_pages import frame


@login_required
@require_safe
def detail(request: SignedInRequest) -> HttpResponse:
    context = {
        "claim": pending_claim(request.user),
        "next_rename_at": request.user.next_rename_at,
        **frame(request),
    }
    return render(request, "people/settings/account.html", context)
