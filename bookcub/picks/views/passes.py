"""Letting a turn go by."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.clubs.models import Membership
from bookcub.core.http import SignedInRequest, ensure
from bookcub.picks.actions.picks import NotNowError
from bookcub.picks.actions.turns import pass_turn
from bookcub.picks.queries.turns import turn_in
from bookcub.picks.views.lookups import id_named, member_context
from bookcub.picks.views.picks import render_index
from bookcub.web.forms.refusals import refusals


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int) -> HttpResponse:
    """Let a turn go by: one's own, or as a host that of somebody who does not answer."""
    here = member_context(request, club_id)
    members = Membership.objects.current().filter(club=here.club)
    whose = get_object_or_404(members, pk=id_named(request.POST.get("whose", "")))
    ensure(
        whose == here.me or here.me.is_host,
        gettext("Only the member whose turn it is, or a host, can pass it. Ask one of them."),
    )

    with refusals(request, NotNowError) as refused:
        pick = pass_turn(club=here.club, whose=whose, by=here.me)
    if refused:
        return render_index(request, here, too_late=True)
    turn = turn_in(here.club, pick)
    messages.success(
        request,
        gettext("It is %(name)s’s turn now.") % {"name": turn.whose.name}
        if turn.whose
        else gettext("Everybody has passed. Whoever finds something first can choose it."),
    )
    return redirect("picks:pick_index", here.club.pk)
