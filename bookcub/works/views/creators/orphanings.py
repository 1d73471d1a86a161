"""Giving a work up: it stays, and belongs to nobody."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, form_status, posted, shows_and_saves
from bookcub.web.components.languages import said, titled
from bookcub.works.actions import orphan_work
from bookcub.works.forms.confirmation import OrphanForm
from bookcub.works.views.lookups import work_to_edit


@login_required
@shows_and_saves
def new(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = work_to_edit(request, work_id)
    form = OrphanForm(posted(request))
    if not form.is_valid():
        return render(
            request,
            "works/works/orphan.html",
            {"work": work, "form": form},
            status=form_status(form),
        )

    orphan_work(work=work, by=request.user, keep_name=form.keeps_name)

    messages.success(
        request,
        said(
            gettext(
                "“%(title)s” is now an orphan. It stays for its readers and is no longer linked to you."
            ),
            title=titled(work),
        ),
    )
    return redirect("works:work_index")
