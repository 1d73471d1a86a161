"""Bookmarks of whatever it is: listed, changed, removed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from bookcub.core.http import Request, SignedInRequest, ensure, saves, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.reading.actions.bookmarks import change, remove
from bookcub.reading.models import Bookmark
from bookcub.reading.policies import may_edit_bookmark
from bookcub.reading.queries.bookmarks import marked, newest_bookmarks
from bookcub.reading.views.bookmarks.form import bookmark_form, show_form
from bookcub.web.components.languages import said, titled
from bookcub.web.pages import page_of

NOT_YOURS = gettext_lazy(
    "Only whoever made this bookmark can change it. You can make one of your own."
)


@require_safe
def index(request: Request) -> HttpResponse:
    """Everybody's newest public bookmarks."""
    page = page_of(newest_bookmarks(request.user), request)
    context = {"page": page, "marked": marked(page.object_list, request.user)}
    return render(request, "reading/bookmarks/index.html", context)


@shows_and_saves
@login_required
def edit(request: SignedInRequest, bookmark_id: int) -> HttpResponse:
    bookmark = get_object_or_404(Bookmark.objects.visible_to(request.user), pk=bookmark_id)
    ensure(may_edit_bookmark(request.user, bookmark), str(NOT_YOURS))

    form = bookmark_form(request, bookmark)
    if form.is_valid():
        change(bookmark=bookmark, pseud=form.cleaned_data["pseud"], fields=form.bookmark_fields)
        messages.success(request, gettext("The bookmark is saved."))
        return redirect("reading:person_bookmark_index", request.user.username)

    back = reverse("reading:person_bookmark_index", args=[request.user.username])
    return show_form(request, form, bookmark, title=bookmark.title, back=back, about=bookmark)


@shows_and_saves
@login_required
def delete(request: SignedInRequest, bookmark_id: int) -> HttpResponse:
    bookmark = get_object_or_404(Bookmark.objects.visible_to(request.user), pk=bookmark_id)
    ensure(may_edit_bookmark(request.user, bookmark), str(NOT_YOURS))

    if not saves(request):
        return render(request, "reading/bookmarks/delete.html", {"bookmark": bookmark})

    remove(bookmark=bookmark)

    sentence = gettext("Your bookmark of “%(title)s” is deleted.")
    messages.success(request, said(sentence, title=titled(bookmark)))
    return redirect("reading:person_bookmark_index", request.user.username)
