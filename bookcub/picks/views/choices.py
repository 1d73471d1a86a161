"""Saying which one it is: in one's turn, or as a host."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.picks.actions.closing import choose, resolve_tie
from bookcub.picks.actions.turns import choose_in_turn
from bookcub.picks.views.lookups import (
    done_or_shown,
    member_context,
    next_read,
    nomination_in,
    pick_in,
)


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, pick_id: int, number: int) -> HttpResponse:
    """This one: as the one whose turn it is, or as a host."""
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)
    nomination = nomination_in(request, pick, number)

    message = next_read(here, nomination)
    if pick.is_by_turns:
        act = partial(choose_in_turn, pick=pick, nomination=nomination, by=here.me)
        return done_or_shown(request, here, pick, act, message=message)
    ensure(here.me.is_host, gettext("Only a host can decide this. Ask one of them."))
    if pick.tied:
        settle = partial(resolve_tie, pick=pick, nomination=nomination, by=here.me)
        return done_or_shown(request, here, pick, settle, message=gettext("The tie is broken."))
    decide = partial(choose, pick=pick, nomination=nomination, by=here.me)
    return done_or_shown(request, here, pick, decide, message=message)
