"""Closing suggestions or the vote early."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.picks.actions.closing import close
from bookcub.picks.views.lookups import done_or_shown, member_context, pick_in


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """End what is going on before its time."""
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)
    ensure(here.may_steer, gettext("Only a host can close this early. Ask one of them."))

    message = (
        gettext("Suggestions are closed.") if pick.is_nominating else gettext("The vote is closed.")
    )
    return done_or_shown(
        request, here, pick, partial(close, pick=pick, by=here.me), message=message
    )
