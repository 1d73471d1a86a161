"""A person's page: what they wrote, gathered and recommend."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.people.models import Pseud, User
from bookcub.reading.queries.blurbs import blurbs
from bookcub.reading.queries.bookmarks import bookmarks_of, marked, narrowed
from bookcub.reading.queries.faces import faces_of
from bookcub.reading.queries.listings import series_signed, works_signed
from bookcub.reading.queries.lists import lists_of
from bookcub.web.pages import page_of

SHOWN = 5  # of each on the first page
LONGEST_NAME = 41  # one more than a pseud has: SQLite breaks over patterns that fill a book


@require_safe
def detail(request: Request, username: str, pseud_name: str | None = None) -> HttpResponse:
    """The newest of everything."""
    context = _owner(request, username, pseud_name)
    pseuds = context["pseuds"]

    works = works_signed(pseuds, request.user)[:SHOWN]
    bookmarks = bookmarks_of(pseuds, request.user).filter(is_private=False)[:SHOWN]
    context |= {
        "blurbs": blurbs(works, request.user),
        "series_list": series_signed(pseuds, request.user)[:SHOWN],
        "marked": marked(bookmarks, request.user),
        "lists": lists_of(context["owner"], request.user).filter(is_public=True)[:SHOWN],
    }
    return render(request, "reading/person_detail.html", context)


@require_safe
def works(request: Request, username: str, pseud_name: str | None = None) -> HttpResponse:
    context = _owner(request, username, pseud_name)

    page = page_of(works_signed(context["pseuds"], request.user), request)
    context |= {"page": page, "blurbs": blurbs(page.object_list, request.user)}
    return render(request, "reading/person_works.html", context)


@require_safe
def series(request: Request, username: str, pseud_name: str | None = None) -> HttpResponse:
    context = _owner(request, username, pseud_name)

    context["page"] = page_of(series_signed(context["pseuds"], request.user), request)
    return render(request, "reading/person_series.html", context)


@require_safe
def bookmarks(request: Request, username: str, pseud_name: str | None = None) -> HttpResponse:
    """The person's bookmarks, narrowed to recommendations or to one of their own tags."""
    context = _owner(request, username, pseud_name)
    own_tag = request.GET.get("tag", "").strip()[:150]
    recs_only = request.GET.get("recs") == "on"

    rows = narrowed(
        bookmarks_of(context["pseuds"], request.user), recs_only=recs_only, own_tag=own_tag
    )
    page = page_of(rows, request)
    context |= {
        "page": page,
        "marked": marked(page.object_list, request.user),
        "own_tag": own_tag,
        "recs_only": recs_only,
    }
    return render(request, "reading/person_bookmarks.html", context)


def _owner(request: Request, username: str, pseud_name: str | None) -> dict[str, Any]:
    """Whose page it is: an account, or one of its names."""
    owner = get_object_or_404(
        User.objects.named(username).select_related("profile"), is_active=True
    )
    pseuds = Pseud.objects.filter(user=owner)
    shown = None
    if pseud_name is not None:
        shown = get_object_or_404(pseuds, name__iexact=pseud_name[:LONGEST_NAME])
        pseuds = pseuds.filter(pk=shown.pk)
    tabs = faces_of(owner, shown)
    return {
        "owner": owner,
        "pseud": shown,
        "pseuds": pseuds,
        "works_url": tabs[1].url,
        "is_own": request.user == owner,
        "tabs": tabs,
        "current": request.path,
    }
