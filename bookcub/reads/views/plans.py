"""The plan of a read: looked at, previewed and set."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.http import SignedInRequest, ensure, form_status, posted, saves, shows_and_saves
from bookcub.reads.actions.plans import set_pace
from bookcub.reads.forms.plans import MilestonesForm, PaceForm
from bookcub.reads.queries.pages import PlanPage, PlanPreview, plan_page, preview
from bookcub.reads.queries.plans import PlanError, with_other_pace
from bookcub.reads.views.reads import read_in
from bookcub.web.forms.refusals import refusals

HOSTS_DO = gettext_lazy("Only hosts can change the plan in this club. Ask one of them.")


@login_required
@shows_and_saves
def edit(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """The plan for everybody; for hosts the pace, first as a preview if they like."""
    read, me = read_in(request, club_id, read_id)
    page = plan_page(read, me, request.user)
    if not saves(request):
        return show_plan(request, page)
    ensure(page.may_plan and read.is_going_on, str(HOSTS_DO))

    form = PaceForm(posted(request), read=read, today=page.today, measure=page.measure)
    if not form.is_valid():
        return show_plan(request, page, pace=form)
    with refusals(form, PlanError) as refused:
        if "preview" in request.POST:
            draft = with_other_pace(read, form.wish)
            return show_plan(request, page, pace=form, draft=preview(page, draft))
        set_pace(read=read, by=me, wish=form.wish)
    if refused:
        return show_plan(request, page, pace=form)

    messages.success(request, gettext("The plan is saved."))
    return redirect("reads:plan_edit", club_id=club_id, read_id=read_id)


def lines_form(sent: QueryDict | None, page: PlanPage) -> MilestonesForm:
    """The milestones, line by line."""
    return MilestonesForm(
        sent, rows=page.rows, as_of=page.as_of, plan=page.plan_measure, measure=page.measure
    )


def show_plan(  # a page with any one of its forms
    request: SignedInRequest,
    page: PlanPage,
    *,
    pace: PaceForm | None = None,
    lines: MilestonesForm | None = None,
    draft: PlanPreview | None = None,
) -> HttpResponse:
    context = {
        "page": page,
        "read": page.read,
        "club": page.me.club,
        "may_change": page.may_plan and page.read.is_going_on,
        "pace": pace or PaceForm(read=page.read, today=page.today, measure=page.measure),
        "lines": lines or lines_form(None, page),
        "draft": draft,
    }
    return render(request, "reads/plan_edit.html", context, status=form_status(pace, lines))
