"""What others' works owe to one's own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.works.queries.pages import relations


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    return render(request, "works/related/index.html", {"relations": relations(request.user)})
