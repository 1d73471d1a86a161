"""A series: what it says, its order, its end."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.web.forms.refusals import refusals
from bookcub.works.actions.series import revise_series
from bookcub.works.forms.confirming import NamedForm, SeriesForm
from bookcub.works.forms.ordering import OrderForm
from bookcub.works.models import Series, Work
from bookcub.works.policies import may_edit_series
from bookcub.works.queries.pages import parts_of


@login_required
@shows_and_saves
def edit(request: SignedInRequest, series_id: int) -> HttpResponse:
    series = _series(request, series_id)
    stored = {name: getattr(series, name) for name in ("title", "summary", "notes", "is_complete")}
    form = SeriesForm(posted(request), initial=stored)
    if form.is_valid():
        with refusals(form) as refused:
            revise_series(series=series, **form.cleaned_data)
        if not refused:
            messages.success(request, "Saved.")
            return redirect(series)

    context = {"series": _series(request, series_id), "form": form}
    return render(request, "works/series_edit.html", context, status=form_status(form))


@login_required
@shows_and_saves
def order(request: SignedInRequest, series_id: int) -> HttpResponse:
    series = _series(request, series_id)
    parts = parts_of(series, request.user)
    form = OrderForm(posted(request), name="work", keys=[part.work_id for part in parts])
    if form.is_valid():
        with refusals(form) as refused:
            series.reorder(form.order)
        if not refused:
            messages.success(request, "The order is saved.")
            return redirect("works:series_order", series_id=series.pk)

    context = {"series": series, "parts": parts, "form": form}
    return render(request, "works/series_order.html", context, status=form_status(form))


@login_required
@require_POST
def take_out(request: SignedInRequest, series_id: int, work_id: int) -> HttpResponse:
    """Let one work go; the series ceases to be with its last."""
    series = _series(request, series_id)
    work = get_object_or_404(Work, pk=work_id, series=series)

    remains = series.take_out(work)

    if not remains:
        messages.success(request, "That was its last work: the series is gone.")
        return redirect("works:work_mine")
    messages.success(request, "The work is no longer part of the series.")
    return redirect("works:series_order", series_id=series_id)


@login_required
@shows_and_saves
def delete(request: SignedInRequest, series_id: int) -> HttpResponse:
    series = _series(request, series_id)
    form = NamedForm(posted(request), name=series.title)
    if not form.is_valid():
        return render(
            request,
            "works/series_delete.html",
            {"series": series, "form": form},
            status=form_status(form),
        )

    series.delete()

    messages.success(request, f"The series “{series.title}” is gone; its works stay.")
    return redirect("works:work_mine")


def _series(request: SignedInRequest, series_id: int) -> Series:
    series = get_object_or_404(Series.objects.visible_to(request.user), pk=series_id)
    ensure(may_edit_series(request.user, series), "Only its creators may change this series.")
    return series
