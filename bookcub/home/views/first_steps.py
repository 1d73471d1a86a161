"""What a keeper does first, and the demo stories coming in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, ensure
from bookcub.home.queries.filling import filling
from bookcub.home.tasks import fill_with_demo
from bookcub.people.policies import may_keep


@never_cache
@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Show a keeper what to do first; for htmx only how far the demo stories are."""
    ensure(may_keep(request.user), "The first steps are for the archive’s keepers.")

    page = "home/_filling.html" if request.htmx else "home/first_steps.html"
    return render(request, page, {"filling": filling()})


@login_required
@require_POST
def create_filling(request: SignedInRequest) -> HttpResponse:
    """Begin to bring the demo stories in, unless that is under way."""
    ensure(may_keep(request.user), "Only a keeper may fill the archive.")

    if filling().may_begin:
        fill_with_demo.enqueue()
    return redirect("home:first_steps")
