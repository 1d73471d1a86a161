"""The guides: a short one for everybody, and what keepers have to know."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.home.queries.guides import DOCUMENTS, guide, with_folder
from bookcub.people.policies import may_keep


@require_safe
def index(request: Request) -> HttpResponse:
    """A short guide to reading, writing and talking here."""
    return render(request, "home/guide.html")


@require_safe
def detail(request: Request, name: str) -> HttpResponse:
    """Show one of the documents for keepers, as it comes with the archive."""
    if name not in DOCUMENTS:
        raise Http404
    shown = guide(name)
    if may_keep(request.user):
        shown = with_folder(shown, settings.DATA)
    return render(request, "home/guide_detail.html", {"title": DOCUMENTS[name], "guide": shown})
