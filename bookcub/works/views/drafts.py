"""Everything that readers cannot see yet."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.works.queries.pages import desk, drafts_shown_to, tell_readers


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    unpublished = desk(request.user)
    tell_readers(unpublished, request.user)
    context = {"desk": unpublished, "shown": drafts_shown_to(request.user)}
    return render(request, "works/drafts/index.html", context)
