"""The bookmarks of a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.reading.queries.bookmarks import bookmarks_of, marked
from bookcub.reading.views.people.frame import owner_context
from bookcub.web.pages import page_of


@require_safe
def index(request: Request, username: str, pseud_name: str | None = None) -> HttpResponse:
    """The person's bookmarks, narrowed to recommendations or to one of their own tags."""
    context = owner_context(request, username, pseud_name)
    own_tag = request.GET.get("tag", "").strip()[:150]
    recs_only = request.GET.get("recs") == "on"

    rows = bookmarks_of(context["pseuds"], request.user, recs_only=recs_only, own_tag=own_tag)
    page = page_of(rows, request)
    context |= {
        "page": page,
        "marked": marked(page.object_list, request.user),
        "own_tag": own_tag,
        "recs_only": recs_only,
    }
    return render(request, "reading/people/bookmarks.html", context)
