"""Bookmarks of a work."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import Request, SignedInRequest, shows_and_saves
from bookcub.reading.actions.bookmarks import bookmark_work
from bookcub.reading.queries.bookmarks import bookmarks_on, marked, own_bookmark
from bookcub.reading.views.bookmarks.form import bookmark_form, show_form
from bookcub.web.components.languages import said, titled
from bookcub.web.pages import page_of
from bookcub.works.models import Work


@require_safe
def index(request: Request, work_id: int) -> HttpResponse:
    work = get_object_or_404(Work.objects.visible_to(request.user), pk=work_id)

    page = page_of(bookmarks_on(work, request.user), request)
    context = {"work": work, "page": page, "marked": marked(page.object_list, request.user)}
    return render(request, "reading/bookmarks/of_work.html", context)


@shows_and_saves
@login_required
def new(request: SignedInRequest, work_id: int) -> HttpResponse:
    """Bookmark a work, or change one's bookmark of it."""
    work = get_object_or_404(Work.objects.visible_to(request.user).posted(), pk=work_id)
    known = own_bookmark(request.user, work=work)

    form = bookmark_form(request, known)
    if form.is_valid():
        pseud = form.cleaned_data["pseud"]
        bookmark_work(pseud=pseud, work=work, fields=form.bookmark_fields)
        sentence = gettext("“%(title)s” is bookmarked.")
        messages.success(request, said(sentence, title=titled(work)))
        return redirect(work)

    return show_form(
        request, form, known, title=work.title, back=work.get_absolute_url(), about=work
    )
