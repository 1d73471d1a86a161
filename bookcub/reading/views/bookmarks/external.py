"""Bookmarks of something that is not in this archive."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, posted, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.reading.actions.bookmarks import bookmark_external
from bookcub.reading.forms import ExternalBookmarkForm
from bookcub.reading.views.bookmarks.form import show_form


@shows_and_saves
@login_required
def new(request: SignedInRequest) -> HttpResponse:
    """Bookmark something that is not in this archive."""
    form = ExternalBookmarkForm(
        posted(request),
        pseuds=request.user.pseuds.all(),
        initial={"pseud": request.user.default_pseud, "url": request.GET.get("url", "")[:500]},
    )
    if form.is_valid():
        pseud = form.cleaned_data["pseud"]
        bookmark_external(pseud=pseud, external=form.external, fields=form.bookmark_fields)
        sentence = gettext("“%(title)s” is bookmarked.")
        messages.success(request, sentence % {"title": form.cleaned_data["title"]})
        return redirect("reading:person_bookmark_index", request.user.username)

    return show_form(request, form, None, title="", back=reverse("reading:bookmark_index"))
