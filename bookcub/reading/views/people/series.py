"""The series of a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.reading.queries.listings import series_signed
from bookcub.reading.views.people.frame import owner_context
from bookcub.web.pages import page_of


@require_safe
def index(request: Request, username: str, pseud_name: str | None = None) -> HttpResponse:
    context = owner_context(request, username, pseud_name)

    context["page"] = page_of(series_signed(context["pseuds"], request.user), request)
    return render(request, "reading/people/series.html", context)
