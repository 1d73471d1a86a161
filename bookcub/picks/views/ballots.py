"""One's ballot: cast, change, take back."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.picks.actions.picks import NotNowError
from bookcub.picks.actions.votes import closed, take_back, vote
from bookcub.picks.forms.picks import ApprovalForm, RankedForm
from bookcub.picks.queries.picks import pick_page
from bookcub.picks.views.lookups import (
    ballot_form,
    done_or_shown,
    made_for_other_rules,
    member_context,
    pick_in,
    refused,
    show,
)
from bookcub.web.forms.refusals import refusals


@login_required
@require_POST
def update(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)

    form = ballot_form(pick_page(pick, here.me, request.user), request.POST)
    if not isinstance(form, ApprovalForm | RankedForm):
        return refused(request, here, pick, NotNowError(closed(), code="closed"))
    if changed := made_for_other_rules(request, pick):
        return refused(request, here, pick, changed)
    if form.is_valid():
        with refusals(form, NotNowError) as refusal:
            pick = vote(pick=pick, by=here.me, ranking=form.ranking)
        if isinstance(refusal.by, NotNowError):
            return refused(request, here, pick, refusal.by)
    if form.errors:
        return show(request, here, pick, ballot=form)

    messages.success(
        request,
        gettext("Your ballot is saved. You can change it until the vote closes.")
        if pick.is_voting
        else gettext("Your ballot was the last one, so the vote is closed."),
    )
    return redirect(pick)


@login_required
@require_POST
def delete(request: SignedInRequest, club_id: int, pick_id: int) -> HttpResponse:
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)

    act = partial(take_back, pick=pick, by=here.me)
    return done_or_shown(
        request, here, pick, act, message=gettext("You have taken your ballot back.")
    )
