"""The ballot of somebody without an account, as they told a host."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.picks.actions.picks import NotNowError
from bookcub.picks.actions.votes import closed, vote
from bookcub.picks.forms.picks import ApprovalForm, RankedForm
from bookcub.picks.models import Method
from bookcub.picks.queries.picks import pick_page
from bookcub.picks.views.lookups import made_for_other_rules, member_context, pick_in, refused
from bookcub.web.forms.refusals import refusals


@login_required
@shows_and_saves
def edit(request: SignedInRequest, club_id: int, pick_id: int, membership_id: int) -> HttpResponse:
    here = member_context(request, club_id)
    pick = pick_in(request, here, pick_id)
    ensure(here.me.is_host, gettext("Only hosts of this club can do that. Ask one of them."))
    names = Membership.objects.by_name().filter(club=here.club)
    member = get_object_or_404(names, pk=membership_id)
    if not pick.is_voting:
        return refused(request, here, pick, NotNowError(closed(), code="closed"))
    if changed := made_for_other_rules(request, pick):
        return refused(request, here, pick, changed)

    kind = ApprovalForm if pick.method == Method.APPROVAL else RankedForm
    page = pick_page(pick, here.me, request.user)
    form = kind(posted(request), options=page.votable, ranking=[])
    if form.is_valid():
        with refusals(form, NotNowError) as refusal:
            pick = vote(pick=pick, by=here.me, ranking=form.ranking, whose=member)
        if isinstance(refusal.by, NotNowError):
            return refused(request, here, pick, refusal.by)
    if form.is_bound and form.is_valid():
        done = gettext("The ballot of %(name)s is saved.") % {"name": member.name}
        messages.success(request, done)
        return redirect(pick)

    context = {
        "club": here.club,
        "me": here.me,
        "pick": pick,
        "member": member,
        "form": form,
        "has_voted": pick.ballots.filter(membership=member).exists(),
    }
    return render(request, "picks/ballots/edit.html", context, status=form_status(form))
