"""Letting chance choose."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.picks.actions.turns import let_chance_choose
from bookcub.picks.views.lookups import done_or_shown, member_context, pick_in


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """Draw one of the wishes."""
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)

    act = partial(let_chance_choose, pick=pick, by=here.me)
    return done_or_shown(request, here, pick, act, message=gettext("Chance has chosen."))
