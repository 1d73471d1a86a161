"""All that concerns the archive, in one place."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.people import mail
from bookcub.people.queries import keeper_page
from bookcub.people.views.keeper.access import ensure_keeper


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The ways to what keepers look after, and how many people that is for."""
    ensure_keeper(request)

    context = {"page": keeper_page(), "leaves_the_house": mail.leaves_the_house()}
    return render(request, "people/keeper/index.html", context)
