"""The demo stories coming in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.home.queries.demo_progress import demo_progress
from bookcub.home.tasks import fill_with_demo
from bookcub.people.policies import may_keep


@login_required
@require_POST
def create(request: SignedInRequest) -> HttpResponse:
    """Begin to bring the demo stories in, unless that is under way."""
    ensure(
        may_keep(request.user),
        gettext("Only a keeper can add the demo stories. Ask one if you would like to have them."),
    )

    if demo_progress().may_begin:
        fill_with_demo.enqueue()
    return redirect("home:first_step_index")
