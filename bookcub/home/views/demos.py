"""The demo stories coming in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, ensure, saves, shows_and_saves
from bookcub.home.demo.texts import demo_people
from bookcub.home.queries.demo_progress import demo_progress
from bookcub.home.tasks import fill_with_demo
from bookcub.people.policies import may_keep


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    """Ask, and begin to bring the demo stories in, unless that is under way: they are hard to take out again."""
    ensure(
        may_keep(request.user),
        gettext("Only a keeper can add the demo stories. Ask one if you would like to have them."),
    )

    progress = demo_progress()
    if progress.may_begin and not saves(request):
        context = {"progress": progress, "people": len(demo_people())}
        return render(request, "home/demo/new.html", context)

    if progress.may_begin:
        fill_with_demo.enqueue()

    return redirect("home:first_step_index")
