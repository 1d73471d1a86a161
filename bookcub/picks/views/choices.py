"""Saying which one it is: in one's turn, by chance, as a host."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from bookcub.clubs.models import Membership
from bookcub.core.http import SignedInRequest, ensure
from bookcub.picks.actions.closing import choose, settle_tie
from bookcub.picks.actions.picks import NotNowError
from bookcub.picks.actions.turns import choose_in_turn, let_chance_choose, pass_turn
from bookcub.picks.queries.turns import turn_in
from bookcub.picks.views.finding import CONFLICT, come_in, done_or_shown, nomination_in, pick_in
from bookcub.picks.views.picks import render_index
from bookcub.web.forms.refusals import refusals

ALL_PASSED = "All of you have let it pass. Whoever finds something may bring it."


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, pick_id: int, number: int) -> HttpResponse:
    """This one: as the one whose turn it is, or as a host."""
    here = come_in(request, club_id)
    pick = pick_in(request, here, pick_id)
    nomination = nomination_in(request, pick, number)

    said = f"“{nomination.title}” is what you read next."
    if pick.is_by_turns:
        act = partial(choose_in_turn, pick=pick, nomination=nomination, by=here.me)
        return done_or_shown(request, here, pick, act, said=said)
    ensure(here.me.is_host, "A host decides this.")
    if pick.tied:
        settle = partial(settle_tie, pick=pick, nomination=nomination, by=here.me)
        return done_or_shown(request, here, pick, settle, said="The tie is settled.")
    decide = partial(choose, pick=pick, nomination=nomination, by=here.me)
    return done_or_shown(request, here, pick, decide, said=said)


@login_required
@require_POST
def by_chance(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    """Draw one of the wishes."""
    here = come_in(request, club_id)
    pick = pick_in(request, here, pick_id)

    act = partial(let_chance_choose, pick=pick, by=here.me)
    return done_or_shown(request, here, pick, act, said="Chance has chosen.")


@login_required
@require_POST
def let_pass(request: SignedInRequest, club_id: int) -> HttpResponse:
    """Let a turn go by: one's own, or as a host that of somebody who does not answer."""
    here = come_in(request, club_id)
    members = Membership.objects.current().filter(club=here.club)
    named = request.POST.get("whose", "")
    whose = get_object_or_404(members, pk=int(named) if _is_id(named) else 0)
    ensure(whose == here.me or here.me.is_host, "It is for them, or for a host, to let it pass.")

    with refusals(request, NotNowError) as refused:
        pick = pass_turn(club=here.club, whose=whose, by=here.me)
    if refused:
        return render_index(request, here, status=CONFLICT)
    turn = turn_in(here.club, pick)
    messages.success(request, f"It is {turn.whose.name}’s turn now." if turn.whose else ALL_PASSED)
    return redirect("picks:pick_index", here.club.pk)


def _is_id(named: str) -> bool:
    return named.isascii() and named.isdecimal() and len(named) < 19  # noqa: PLR2004  # digits of the largest row
