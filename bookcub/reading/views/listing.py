"""A list of works: a page of it, narrowed and sorted by the filters that a package above has registered."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from bookcub.core.http import Request
from bookcub.reading.hooks import LIST_FILTERS, ListScope
from bookcub.reading.queries.blurbs import blurbs
from bookcub.reading.views.lookups import wants_part
from bookcub.web.pages import Counted, page_of


def listing(
    request: Request, works: QuerySet[Any] | Counted, scope: ListScope
) -> dict[str, object]:
    """The page, its blurbs and the filters, for `reading/works/_listing.html`; `works` are those of a list without filters."""
    filters = next((made(request, scope) for made in LIST_FILTERS), None)
    narrowed = filters.works if filters else None
    page = page_of(works if narrowed is None else narrowed, request)
    return {
        "page": page,
        "blurbs": blurbs(page.object_list, request.user),
        "filters": filters,
        "is_filtered": narrowed is not None,
    }


def list_answer(request: Request, template: str, context: dict[str, object]) -> HttpResponse:
    """The page, or the list alone where a script changes its filters in place."""
    if not wants_part(request):
        return render(request, template, context)
    answer = render(request, "reading/works/_listing.html", context | {"is_part": True})
    asked = [(name, value) for name, values in request.GET.lists() for value in values]
    query = urlencode([(name, value) for name, value in asked if value and name != "part"])
    answer["HX-Replace-Url"] = f"{request.path}?{query}" if query else request.path
    return answer
