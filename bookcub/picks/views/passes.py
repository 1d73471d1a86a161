"""Letting a turn go by."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from bookcub.clubs.models import Membership
from bookcub.core.http import SignedInRequest, ensure
from bookcub.picks.actions.picks import NotNowError
from bookcub.picks.actions.turns import pass_turn
from bookcub.picks.queries.turns import turn_in
from bookcub.picks.views.lookups import CONFLICT, id_named, member_context
from bookcub.picks.views.picks import render_index
from bookcub.web.forms.refusals import refusals

ALL_PASSED = "All of you have let it pass. Whoever finds something may bring it."


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int) -> HttpResponse:
    """Let a turn go by: one's own, or as a host that of somebody who does not answer."""
    here = member_context(request, club_id)
    members = Membership.objects.current().filter(club=here.club)
    whose = get_object_or_404(members, pk=id_named(request.POST.get("whose", "")))
    ensure(whose == here.me or here.me.is_host, "It is for them, or for a host, to let it pass.")

    with refusals(request, NotNowError) as refused:
        pick = pass_turn(club=here.club, whose=whose, by=here.me)
    if refused:
        return render_index(request, here, status=CONFLICT)
    turn = turn_in(here.club, pick)
    messages.success(request, f"It is {turn.whose.name}’s turn now." if turn.whose else ALL_PASSED)
    return redirect("picks:pick_index", here.club.pk)
