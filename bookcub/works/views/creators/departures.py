"""Leaving a work to one's co-creators."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.core.http import UNPROCESSABLE, SignedInRequest, saves, shows_and_saves
from bookcub.web.components.languages import said, titled
from bookcub.web.forms.refusals import refusals
from bookcub.works.actions import leave_work
from bookcub.works.views.lookups import work_to_edit


@login_required
@shows_and_saves
def new(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = work_to_edit(request, work_id)
    context: dict[str, object] = {"work": work}
    if not saves(request):
        return render(request, "works/works/leave.html", context)

    with refusals() as refused:
        leave_work(work=work, by=request.user)
    if refused:
        context["refusal"] = refused.sentences
        return render(request, "works/works/leave.html", context, status=UNPROCESSABLE)

    messages.success(
        request, said(gettext("You are no longer a creator of “%(title)s”."), title=titled(work))
    )
    return redirect("works:work_index")
