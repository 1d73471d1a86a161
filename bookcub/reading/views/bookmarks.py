"""Bookmarks: made, changed, removed, and listed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bookcub.core.http import (
    Request,
    SignedInRequest,
    ensure,
    form_status,
    posted,
    saves,
    shows_and_saves,
)
from bookcub.reading.actions.bookmarks import (
    bookmark_external,
    bookmark_series,
    bookmark_work,
    change,
    remove,
)
from bookcub.reading.forms import BookmarkForm, ExternalBookmarkForm
from bookcub.reading.models import Bookmark
from bookcub.reading.policies import may_edit_bookmark
from bookcub.reading.queries.bookmarks import (
    bookmarks_on,
    marked,
    newest_bookmarks,
    own_bookmark,
)
from bookcub.web.pages import page_of
from bookcub.works.models import Series, Work


@require_safe
def index(request: Request) -> HttpResponse:
    """Everybody's newest public bookmarks."""
    page = page_of(newest_bookmarks(request.user), request)
    context = {"page": page, "marked": marked(page.object_list, request.user)}
    return render(request, "reading/bookmark_index.html", context)


@require_safe
def index_of_work(request: Request, work_id: int) -> HttpResponse:
    work = get_object_or_404(Work.objects.visible_to(request.user), pk=work_id)

    page = page_of(bookmarks_on(work, request.user), request)
    context = {"work": work, "page": page, "marked": marked(page.object_list, request.user)}
    return render(request, "reading/bookmarks_of_work.html", context)


@shows_and_saves
@login_required
def new(request: SignedInRequest, work_id: int) -> HttpResponse:
    """Bookmark a work, or change one's bookmark of it."""
    work = get_object_or_404(Work.objects.visible_to(request.user).posted(), pk=work_id)
    known = own_bookmark(request.user, work=work)

    form = _form(request, known)
    if form.is_valid():
        pseud = form.cleaned_data["pseud"]
        bookmark_work(pseud=pseud, work=work, fields=form.bookmark_fields)
        messages.success(request, f"“{work.title}” is bookmarked.")
        return redirect(work)

    return _page(request, form, known, title=work.title, back=work.get_absolute_url())


@shows_and_saves
@login_required
def new_of_series(request: SignedInRequest, series_id: int) -> HttpResponse:
    series = get_object_or_404(Series.objects.visible_to(request.user), pk=series_id)
    known = own_bookmark(request.user, series=series)

    form = _form(request, known)
    if form.is_valid():
        pseud = form.cleaned_data["pseud"]
        bookmark_series(pseud=pseud, series=series, fields=form.bookmark_fields)
        messages.success(request, f"“{series.title}” is bookmarked.")
        return redirect(series)

    return _page(request, form, known, title=series.title, back=series.get_absolute_url())


@shows_and_saves
@login_required
def new_external(request: SignedInRequest) -> HttpResponse:
    """Bookmark something that is not in this archive."""
    form = ExternalBookmarkForm(
        posted(request),
        pseuds=request.user.pseuds.all(),
        initial={"pseud": request.user.default_pseud, "url": request.GET.get("url", "")[:500]},
    )
    if form.is_valid():
        pseud = form.cleaned_data["pseud"]
        bookmark_external(pseud=pseud, external=form.external, fields=form.bookmark_fields)
        messages.success(request, f"“{form.cleaned_data['title']}” is bookmarked.")
        return redirect("reading:person_bookmarks", request.user.username)

    return _page(
        request, form, None, title="something elsewhere", back=reverse("reading:bookmark_index")
    )


@shows_and_saves
@login_required
def edit(request: SignedInRequest, bookmark_id: int) -> HttpResponse:
    bookmark = get_object_or_404(Bookmark.objects.visible_to(request.user), pk=bookmark_id)
    ensure(may_edit_bookmark(request.user, bookmark))

    form = _form(request, bookmark)
    if form.is_valid():
        change(bookmark=bookmark, pseud=form.cleaned_data["pseud"], fields=form.bookmark_fields)
        messages.success(request, "The bookmark is changed.")
        return redirect("reading:person_bookmarks", request.user.username)

    back = reverse("reading:person_bookmarks", args=[request.user.username])
    return _page(request, form, bookmark, title=bookmark.title, back=back)


@shows_and_saves
@login_required
def delete(request: SignedInRequest, bookmark_id: int) -> HttpResponse:
    bookmark = get_object_or_404(Bookmark.objects.visible_to(request.user), pk=bookmark_id)
    ensure(may_edit_bookmark(request.user, bookmark))

    if not saves(request):
        return render(request, "reading/bookmark_delete.html", {"bookmark": bookmark})

    remove(bookmark=bookmark)

    messages.success(request, f"The bookmark of “{bookmark.title}” is gone.")
    return redirect("reading:person_bookmarks", request.user.username)


def _form(request: SignedInRequest, known: Bookmark | None) -> BookmarkForm:
    initial: dict[str, Any] = {"pseud": request.user.default_pseud}
    if known:
        initial = {
            "pseud": known.pseud,
            "notes": known.notes,
            "own_tags": ", ".join(tag.name for tag in known.own_tags.all()),
            "is_rec": known.is_rec,
            "is_private": known.is_private,
        }
    return BookmarkForm(posted(request), pseuds=request.user.pseuds.all(), initial=initial)


def _page(
    request: SignedInRequest, form: BookmarkForm, known: Bookmark | None, *, title: str, back: str
) -> HttpResponse:
    context = {"form": form, "known": known, "title": title, "back": back}
    status = form_status(form)
    return render(request, "reading/bookmark_edit.html", context, status=status)
