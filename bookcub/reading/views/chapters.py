"""A work's chapters: the list of them, and one to read."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import Request, found_or_404
from bookcub.people.models import User
from bookcub.reading.actions.draft_readings import leave_reading
from bookcub.reading.actions.dwelling import leave_passing
from bookcub.reading.actions.places import leave_visit
from bookcub.reading.models import OpenedPage, moment
from bookcub.reading.queries.drafts import shown_draft
from bookcub.reading.queries.horizon import chapter_left, percent_read, read_whole
from bookcub.reading.queries.reader import (
    IS_IN,
    ChapterPage,
    chapter_list,
    chapter_page,
    readable_work,
)
from bookcub.reading.views import gate
from bookcub.works.models import Chapter, Work


@require_safe
def index(request: Request, work_id: int) -> HttpResponse:
    """Every chapter with its title and date."""
    work = found_or_404(readable_work(request.user, work_id))

    context = {
        "work": work,
        "chapters": chapter_list(work, request.user),
        "read": read_whole(request.user, work),
        "percent": percent_read(request.user, work),
    }
    return render(request, "reading/works/navigate.html", context)


@require_safe
@gate.asks_first
def detail(request: Request, work_id: int, chapter_id: int) -> HttpResponse:
    work = found_or_404(readable_work(request.user, work_id))

    gate.ensure_asked(request, work)

    if "read" in request.GET:
        return _come_on(request, work, chapter_id)
    try:
        page = chapter_page(work, chapter_id, request.user)
    except Chapter.DoesNotExist as missing:
        raise Http404(
            gettext("There is no such chapter in this work. Open the work to see those it has.")
        ) from missing

    was_in: int | None = getattr(work, IS_IN, None)
    left = chapter_left(request.user, page.chapters, page.chapter, was_in)
    at = moment()
    if request.user.is_authenticated and page.chapter.is_posted and not is_ahead(request):
        leave_visit(user=request.user, chapter=page.chapter, at=at)
    return chapter_response(request, page, opened_at=at, left=left)


def _come_on(request: Request, work: Work, chapter_id: int) -> HttpResponse:
    """From the chapter before, whose link for browsers without scripts says when its page was opened."""
    here = work.chapters.filter(pk=chapter_id).defer("html").first()
    if here and request.user.is_authenticated and not is_ahead(request):
        earlier = work.posted_chapters().filter(position__lt=here.position).defer("html")
        left = earlier.order_by("-position").first()
        opening = left and OpenedPage.read(request.GET["read"], user=request.user, chapter=left)
        if opening:
            leave_passing(user=request.user, opening=opening)
    return redirect("reading:chapter_detail", work.pk, chapter_id)


def chapter_response(
    request: Request,
    page: ChapterPage,
    *,
    opened_at: datetime,
    is_front: bool = False,
    left: Chapter | None = None,
) -> HttpResponse:
    """The chapter to read; `is_front`: at the work's own address, which whoever has begun only passes; `left`: from where one has jumped."""
    draft = None
    if page.is_shown_draft and isinstance(request.user, User):
        draft = shown_draft(request.user, page.chapter)
        if draft is not None and not is_ahead(request):
            leave_reading(user=request.user, chapter=page.chapter, number=draft.newest)
    context = {
        "draft": draft,
        "page": page,
        "head": page.head,
        "work": page.head.work,
        "chapter": page.chapter,
        "is_front": is_front,
        "opened_at": opened_at,
        "left": left,
    }
    response = render(request, "reading/chapters/detail.html", context)
    return _with_next(request, page, response)


def is_ahead(request: Request) -> bool:
    """Whether the browser fetches this only in case: nobody has opened it yet."""
    given = request.headers
    purpose = given.get("Sec-Purpose") or given.get("Purpose") or given.get("X-Moz") or ""
    return "prefetch" in purpose


def _with_next(request: Request, page: ChapterPage, response: HttpResponse) -> HttpResponse:
    """Tell a guest's browser what is read next, so that it can be there already.

    A member's would then open the next chapter without the archive hearing of it, and lose their
    place: theirs is fetched ahead by the script that also keeps places.
    """
    if page.next and not request.user.is_authenticated:
        response["Link"] = f"<{page.next.get_absolute_url()}>; rel=prefetch"
    return response
