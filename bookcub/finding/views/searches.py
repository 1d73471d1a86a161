"""`/search`: one box for words and conditions, and the works that it finds."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.finding.models import SavedSearch
from bookcub.finding.queries.search_help import examples
from bookcub.reading.hooks import ListScope
from bookcub.reading.views.listing import list_answer, listing
from bookcub.works.models import Work

SHOWN = 12


@require_safe
def index(request: Request) -> HttpResponse:
    # Without a question there is no list.
    context = listing(request, Work.objects.none(), ListScope(has_box=True))
    context |= {"examples": examples(), "saved": _saved(request)}
    return list_answer(request, "finding/search/index.html", context)


def _saved(request: Request) -> Sequence[SavedSearch]:
    """Some of the searches that the person keeps, before anything is asked."""
    if not request.user.is_authenticated or request.GET.get("q"):
        return []
    return list(SavedSearch.objects.filter(user=request.user)[:SHOWN])
