"""Taking a suggestion back."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from bookcub.core.http import CONFLICT, SignedInRequest, ensure, saves, shows_and_saves
from bookcub.picks.actions.nominations import withdraw
from bookcub.picks.policies import may_withdraw
from bookcub.picks.views.lookups import done_or_shown, member_context, nomination_in, pick_in
from bookcub.web.components.languages import said, titled


@login_required
@shows_and_saves
def create(request: SignedInRequest, club_id: int, pick_id: int, number: int) -> HttpResponse:
    """Take it off the list; while people vote on it, after a question."""
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)
    nomination = nomination_in(request, pick, number)
    ensure(
        may_withdraw(here.me, nomination),
        gettext(
            "Only whoever suggested this, or a host, can take it off the list. Ask one of them."
        ),
    )

    if not saves(request) or (pick.is_voting and "sure" not in request.POST):
        context = {"club": here.club, "me": here.me, "pick": pick, "nomination": nomination}
        status = CONFLICT if saves(request) else 200
        return render(request, "picks/withdrawals/create.html", context, status=status)
    message = said(gettext("“%(title)s” is off the list."), title=titled(nomination))
    return done_or_shown(
        request, here, pick, partial(withdraw, nomination=nomination), message=message
    )
