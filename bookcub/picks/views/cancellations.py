"""Giving up choosing."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from bookcub.core.http import SignedInRequest, ensure, saves, shows_and_saves
from bookcub.picks.actions.picks import cancel_pick
from bookcub.picks.views.lookups import done_or_shown, member_context, pick_in


@login_required
@shows_and_saves
def create(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """Give up choosing, after a question."""
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)
    ensure(here.may_steer, "A host gives this up.")

    if saves(request):
        act = partial(cancel_pick, pick=pick, by=here.me)
        return done_or_shown(
            request, here, pick, act, message="Given up. What was suggested stays."
        )
    context = {"club": here.club, "me": here.me, "pick": pick}
    return render(request, "picks/cancellations/create.html", context)
