"""How a vote was counted or lots were drawn."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.picks.queries.counts import count_page
from bookcub.picks.queries.decided import how_decided
from bookcub.picks.queries.nomination_cards import cards_of
from bookcub.picks.views.lookups import member_context, pick_in


@login_required
@require_safe
def detail(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """How it was counted or drawn, so that everybody can check it."""
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)

    cards = cards_of(pick, here.me, request.user)
    is_open = not pick.is_under_way or pick.waits_for_host
    context = {
        "club": here.club,
        "me": here.me,
        "pick": pick,
        "cards": cards,
        "how": how_decided(pick, reader=request.user),
        "count": count_page(pick, [card.nomination for card in cards]) if is_open else None,
    }
    return render(request, "picks/counts/detail.html", context)
