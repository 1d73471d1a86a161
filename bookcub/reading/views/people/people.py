"""A person's page: what they wrote, gathered and recommend."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.reading.queries.blurbs import blurbs
from bookcub.reading.queries.bookmarks import bookmarks_of, marked
from bookcub.reading.queries.listings import series_signed, works_signed
from bookcub.reading.queries.lists import lists_of
from bookcub.reading.views.people.frame import owner_context

SHOWN = 5  # of each on the first page


@require_safe
def detail(request: Request, username: str, pseud_name: str | None = None) -> HttpResponse:
    """The newest of everything."""
    context = owner_context(request, username, pseud_name)
    pseuds = context["pseuds"]

    works = works_signed(pseuds, request.user)[:SHOWN]
    bookmarks = bookmarks_of(pseuds, request.user, is_public=True)[:SHOWN]
    context |= {
        "blurbs": blurbs(works, request.user),
        "series_list": series_signed(pseuds, request.user)[:SHOWN],
        "marked": marked(bookmarks, request.user),
        "lists": lists_of(context["owner"], request.user).filter(is_public=True)[:SHOWN],
    }
    return render(request, "reading/people/detail.html", context)
