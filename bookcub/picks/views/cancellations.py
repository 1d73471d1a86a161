"""Stopping to choose, without a result."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, ensure, saves, shows_and_saves
from bookcub.picks.actions.picks import cancel_pick
from bookcub.picks.views.lookups import done_or_shown, member_context, pick_in


@login_required
@shows_and_saves
def create(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """Stop choosing, after a question."""
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)
    ensure(here.may_steer, gettext("Only a host can stop this. Ask one of them."))

    if saves(request):
        act = partial(cancel_pick, pick=pick, by=here.me)
        return done_or_shown(
            request,
            here,
            pick,
            act,
            message=gettext("You stopped choosing. The wishes are still here.")
            if pick.is_by_turns
            else gettext("You stopped choosing. The suggestions are still here."),
        )
    context = {"club": here.club, "me": here.me, "pick": pick}
    return render(request, "picks/cancellations/create.html", context)
