"""A work's part in a series."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.works.models import Work
from bookcub.works.views.lookups import series_to_edit


@login_required
@require_POST
def delete(request: SignedInRequest, series_id: int, work_id: int) -> HttpResponse:
    """Let one work go; the series ceases to be with its last."""
    series = series_to_edit(request, series_id)
    work = get_object_or_404(Work, pk=work_id, series=series)

    remains = series.take_out(work)

    if not remains:
        messages.success(request, gettext("That was its last work, so the series is gone too."))
        return redirect("works:work_index")
    messages.success(request, gettext("The work is no longer part of the series."))
    return redirect("works:series_order_edit", series_id=series_id)
