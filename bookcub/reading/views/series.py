"""A series and its works."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.reading.queries.blurbs import blurbs
from bookcub.reading.queries.listings import works_in_series
from bookcub.web.pages import page_of
from bookcub.works.models import Series


@require_safe
def detail(request: Request, series_id: int) -> HttpResponse:
    found = get_object_or_404(Series.objects.visible_to(request.user), pk=series_id)

    page = page_of(works_in_series(found, request.user), request)
    drawn = blurbs(page.object_list, request.user)
    creators = {author.url: author for blurb in drawn for author in blurb.authors}
    context = {
        "series": found,
        "page": page,
        "blurbs": drawn,
        "creators": list(creators.values()),
        "words": sum(work.word_count for work in page.object_list),
    }
    return render(request, "reading/series/detail.html", context)
