"""`/search`: one box for words and conditions, and the works that it finds."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.finding.queries.search_help import examples
from bookcub.reading.hooks import ListScope
from bookcub.reading.views.listing import list_answer, listing
from bookcub.works.models import Work


@require_safe
def index(request: Request) -> HttpResponse:
    # Without a question there is no list.
    context = listing(request, Work.objects.none(), ListScope(has_box=True))
    return list_answer(request, "finding/search/index.html", context | {"examples": examples()})
