"""The works: all of them, the newest first, and one with its title page or its whole text."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import Request, found_or_404
from bookcub.reading.actions.places import leave_visit
from bookcub.reading.hooks import ListScope
from bookcub.reading.models import moment
from bookcub.reading.queries.listings import newest_works
from bookcub.reading.queries.reader import (
    chapter_page,
    entire_work,
    readable_work,
    work_head,
)
from bookcub.reading.views import gate
from bookcub.reading.views.chapters import chapter_response, is_ahead
from bookcub.reading.views.listing import list_answer, listing
from bookcub.works.models import Chapter, Work


@require_safe
def index(request: Request) -> HttpResponse:
    """Every readable work, newest chapter first."""
    context = listing(request, newest_works(request.user), ListScope())
    return list_answer(request, "reading/works/index.html", context)


@require_safe
@gate.asks_first
def detail(request: Request, work_id: int) -> HttpResponse:
    """Where reading begins: the work's head and its first chapter, or all of it when that is asked for."""
    work = found_or_404(readable_work(request.user, work_id))

    gate.ensure_asked(request, work)

    if work.is_posted and not _is_short(work) and _wants_all(request):
        return _entire(request, work)
    try:
        page = chapter_page(work, None, request.user)
    except Chapter.DoesNotExist:
        context = {"work": work, "head": work_head(work, request.user)}
        return render(request, "reading/works/detail.html", context)
    # Whoever has begun keeps their place: this page leads on to it.
    is_begun = page.head.go_on is not None and not page.is_single
    at = moment()
    if (
        request.user.is_authenticated
        and page.chapter.is_posted
        and not is_begun
        and not is_ahead(request)
    ):
        leave_visit(user=request.user, chapter=page.chapter, at=at)
    return chapter_response(request, page, opened_at=at, is_front=True)


def _is_short(work: Work) -> bool:
    return work.chapter_count == 1 and work.chapters_planned == 1


def _wants_all(request: Request) -> bool:
    asked = request.GET.get("view_full_work")
    if asked is not None:
        return asked == "true"
    person = request.user
    return bool(person.is_authenticated and person.preferences.entire_work)


def _entire(request: Request, work: Work) -> HttpResponse:
    whole = entire_work(work, request.user)
    at = moment()
    is_new = whole.head.go_on is None and bool(whole.chapters)
    if request.user.is_authenticated and is_new and not is_ahead(request):
        leave_visit(user=request.user, chapter=whole.chapters[0], at=at)
    context = {"whole": whole, "work": work, "opened_at": at}
    return render(request, "reading/works/entire.html", context)
