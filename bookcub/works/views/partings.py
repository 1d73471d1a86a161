"""Parting from a work: leaving it to co-creators, or to nobody."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bookcub.core.http import SignedInRequest, form_status, posted, saves, shows_and_saves
from bookcub.web.forms.refusals import refusals
from bookcub.works.actions import leave_work, orphan_work
from bookcub.works.forms.confirming import OrphanForm
from bookcub.works.views.finding import work_to_edit


@login_required
@shows_and_saves
def orphan(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = work_to_edit(request, work_id)
    form = OrphanForm(posted(request))
    if not form.is_valid():
        return render(
            request,
            "works/work_orphan.html",
            {"work": work, "form": form},
            status=form_status(form),
        )

    orphan_work(work=work, by=request.user, keep_name=form.keeps_name)

    messages.success(
        request, f"“{work.title}” is an orphan now: it stays, and nothing ties it to you."
    )
    return redirect("works:work_mine")


@login_required
@shows_and_saves
def leave(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = work_to_edit(request, work_id)
    context: dict[str, object] = {"work": work}
    if not saves(request):
        return render(request, "works/work_leave.html", context)

    with refusals() as refused:
        leave_work(work=work, by=request.user)
    if refused:
        context["refusal"] = refused.sentences
        return render(request, "works/work_leave.html", context, status=422)

    messages.success(request, f"You are no longer a creator of “{work.title}”.")
    return redirect("works:work_mine")
