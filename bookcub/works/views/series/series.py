"""What a series says, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, form_status, posted, saves, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.web.forms.refusals import refusals
from bookcub.web.messages import offer_undo
from bookcub.works.actions.series import revise_series
from bookcub.works.actions.trash import discard_series
from bookcub.works.forms.series import SeriesForm
from bookcub.works.views.lookups import series_to_edit


@login_required
@shows_and_saves
def edit(request: SignedInRequest, series_id: int) -> HttpResponse:
    series = series_to_edit(request, series_id)
    stored = {name: getattr(series, name) for name in ("title", "summary", "notes", "is_complete")}
    form = SeriesForm(posted(request), initial=stored)
    if form.is_valid():
        with refusals(form) as refused:
            revise_series(series=series, **form.cleaned_data)
        if not refused:
            messages.success(request, gettext("Saved."))
            return redirect(series)

    context = {"series": series_to_edit(request, series_id), "form": form}
    return render(request, "works/series/edit.html", context, status=form_status(form))


@login_required
@shows_and_saves
def delete(request: SignedInRequest, series_id: int) -> HttpResponse:
    series = series_to_edit(request, series_id)
    if not saves(request):
        return render(request, "works/series/delete.html", {"series": series})

    discard_series(series=series, by=request.user)

    sentence = gettext("The series “%(title)s” is in the trash for 30 days. Its works stay.")
    undo = reverse("people:trash_restoration_create", args=["series", series.pk])
    offer_undo(request, sentence % {"title": series.title}, url=undo)
    return redirect("works:work_index")
