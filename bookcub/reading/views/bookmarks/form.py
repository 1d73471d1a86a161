"""The form that every bookmark is kept with."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, pgettext

from bookcub.core.http import SignedInRequest, form_status, posted
from bookcub.reading.forms import BookmarkForm, notes_as_typed
from bookcub.reading.models import Bookmark
from bookcub.web.components.languages import Titled


def bookmark_form(request: SignedInRequest, known: Bookmark | None) -> BookmarkForm:
    initial: dict[str, Any] = {"pseud": request.user.default_pseud}
    if known:
        initial = {
            "pseud": known.pseud,
            "notes": notes_as_typed(known.notes),
            "own_tags": ", ".join(tag.name for tag in known.own_tags.all()),
            "is_rec": known.is_rec,
            "is_private": known.is_private,
        }
    return BookmarkForm(posted(request), pseuds=request.user.pseuds.all(), initial=initial)


def show_form(
    request: SignedInRequest,
    form: BookmarkForm,
    known: Bookmark | None,
    *,
    title: str,
    back: str,
    about: Titled | None = None,
) -> HttpResponse:
    """The form above which stands what it marks; without a title something elsewhere, which has none yet."""
    heading = _heading(known, title)
    context = {"form": form, "known": known, "heading": heading, "back": back, "about": about}
    status = form_status(form)
    return render(request, "reading/bookmarks/edit.html", context, status=status)


def _heading(known: Bookmark | None, title: str) -> str:
    if not title:
        return gettext("Bookmark something elsewhere")
    sentence = (
        gettext("Your bookmark of “%(title)s”")
        if known
        else pgettext("verb", "Bookmark “%(title)s”")
    )
    return sentence % {"title": title}
