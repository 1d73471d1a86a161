"""The plan of a read, changed line by line."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure, posted
from bookcub.reads.actions.plans import set_milestones
from bookcub.reads.queries.pages import plan_page
from bookcub.reads.queries.plans import PlanError
from bookcub.reads.views.plans import HOSTS_DO, lines_form, show_plan
from bookcub.reads.views.reads import read_in
from bookcub.web.forms.refusals import refusals


@login_required
@require_POST
def update(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Milestones where hosts have put them."""
    read, me = read_in(request, club_id, read_id)
    page = plan_page(read, me, request.user)
    ensure(page.may_plan and read.is_going_on, str(HOSTS_DO))

    form = lines_form(posted(request), page)
    if not form.is_valid():
        return show_plan(request, page, lines=form)
    with refusals(form, PlanError) as refused:
        as_of = form.cleaned_data["as_of"]
        change = set_milestones(read=read, by=me, wishes=form.wishes, as_of=as_of)
    if refused:
        return show_plan(request, page, lines=form)

    if change:
        messages.success(request, gettext("The milestones are saved."))
    else:
        messages.success(request, gettext("Saved. Nothing has moved."))
    return redirect("reads:plan_edit", club_id=club_id, read_id=read_id)
