"""The order of a series."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, form_status, posted, shows_and_saves
from bookcub.web.forms.refusals import refusals
from bookcub.works.forms.order import OrderForm
from bookcub.works.queries.pages import parts_of
from bookcub.works.views.lookups import series_to_edit


@login_required
@shows_and_saves
def edit(request: SignedInRequest, series_id: int) -> HttpResponse:
    series = series_to_edit(request, series_id)
    parts = parts_of(series, request.user)
    form = OrderForm(posted(request), name="work", keys=[part.work_id for part in parts])
    if form.is_valid():
        with refusals(form) as refused:
            series.reorder(form.order)
        if not refused:
            messages.success(request, gettext("The order is saved."))
            return redirect("works:series_order_edit", series_id=series.pk)

    context = {"series": series, "parts": parts, "form": form}
    return render(request, "works/series/order.html", context, status=form_status(form))
