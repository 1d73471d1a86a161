"""Letting what is being chosen go by rules that were changed since."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.clubs.policies import may_host
from bookcub.core.http import SignedInRequest, ensure
from bookcub.picks.actions.rules import adopt_rules
from bookcub.picks.views.lookups import done_or_shown, member_context, pick_in


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)
    ensure(may_host(here.me), gettext("Only hosts can change the rules. Talk to one of them."))

    act = partial(adopt_rules, pick=pick, by=here.me)
    return done_or_shown(
        request, here, pick, act, message=gettext("From now on this goes by the new rules.")
    )
