"""The chapters of an outside book, as members come to them: the next ones, and those one typed last."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.reads.actions.chapters import add_chapters, change_chapters
from bookcub.reads.forms.chapters import ChaptersForm
from bookcub.reads.views.progress import page_with_refusal
from bookcub.reads.views.reads import read_in


@login_required
@require_POST
def create(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Add chapters after the last."""
    read, me = read_in(request, club_id, read_id)

    form = ChaptersForm(request.POST)
    if not form.is_valid():
        return page_with_refusal(request, read, me, next_chapters=form)
    if not add_chapters(read=read, by=me, **form.cleaned_data):
        words = gettext(
            "Somebody has added chapters meanwhile, or this book takes no more. Look at the list of chapters, and add"
            " what is missing."
        )
        form = _as_it_stands(request, after=len(read.book.chapter_titles if read.book else ()))
        form.add_error(None, words)
        return page_with_refusal(request, read, me, next_chapters=form)

    messages.success(request, gettext("The chapters are added."))
    return redirect(read)


@login_required
@require_POST
def update(request: SignedInRequest, club_id: int, read_id: int) -> HttpResponse:
    """Change the chapters that one typed last, or take them back."""
    read, me = read_in(request, club_id, read_id)

    form = ChaptersForm(request.POST, may_be_none=True)
    if not form.is_valid():
        return page_with_refusal(request, read, me, typed_chapters=form)
    if not change_chapters(read=read, by=me, **form.cleaned_data):
        form.add_error(
            None,
            gettext(
                "These chapters stay as they are: you typed them more than an hour ago, you have read them, or somebody"
                " has typed others meanwhile."
            ),
        )
        return page_with_refusal(request, read, me, typed_chapters=form)

    messages.success(request, gettext("The chapters are changed."))
    return redirect(read)


def _as_it_stands(request: SignedInRequest, *, after: int) -> ChaptersForm:
    """The same form, as if it were typed now."""
    again = request.POST.copy()
    again["after"] = str(after)
    fresh = ChaptersForm(again)
    fresh.is_valid()
    return fresh
