"""`/search`: one box for words and conditions, and the works that it finds."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.finding.queries.found_works import FarBehindError, found_works
from bookcub.finding.queries.search_help import examples, sort_choices
from bookcub.finding.queries.work_language import SORTS, work_language
from bookcub.reading.queries.blurbs import blurbs
from bookcub.search.index import DamagedIndexError
from bookcub.search.language import LONGEST
from bookcub.web.pages import page_of


@require_safe
def index(request: Request) -> HttpResponse:
    typed = request.GET.get("q", "")[: LONGEST + 1]
    asked = work_language().read(typed)
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else ""

    try:
        works = found_works(asked, request.user, sort=sort)
        page = page_of(works, request) if works is not None and typed.strip() else None
    except (DamagedIndexError, FarBehindError):  # the worker sees it within a minute
        works = page = None
    context = {
        "typed": typed,
        "asked": asked,
        "sort": sort or asked.sort,
        "sorts": sort_choices(),
        "examples": examples(),
        "is_asked": page is not None,
        "is_being_built": works is None,
        "works": works,
        "page": page,
        "blurbs": blurbs(page.object_list, request.user) if page is not None else [],
    }
    return render(request, "finding/search/index.html", context)
