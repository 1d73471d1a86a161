"""The order of a work's chapters, and everything that can be done with each."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, form_status, posted, shows_and_saves
from bookcub.web.forms.refusals import refusals
from bookcub.works.actions import reorder_chapters
from bookcub.works.forms.order import OrderForm
from bookcub.works.queries.pages import chapters_of
from bookcub.works.views.lookups import work_to_edit


@login_required
@shows_and_saves
def edit(request: SignedInRequest, work_id: int) -> HttpResponse:
    work = work_to_edit(request, work_id)
    chapters = chapters_of(work)
    drafts = [chapter for chapter in chapters if chapter.is_draft]
    waiting = sum(chapter.scheduled_for is None for chapter in drafts)
    form = OrderForm(posted(request), name="chapter", keys=[chapter.pk for chapter in chapters])
    context: dict[str, object] = {
        "work": work,
        "chapters": chapters,
        "is_movable": len(chapters) > 1,
        "places": len(chapters),
        "drafts": drafts,
        "draft_words": sum(chapter.word_count for chapter in drafts),
        "has_many_drafts": waiting > 1,
        # One thing stands out: to post what waits, else to write on.
        "posts_one": waiting == 1,
        "several": waiting != 1,
        "new_kind": "plain" if waiting else "primary",
        "form": form,
    }
    if not form.is_valid():
        return render(request, "works/chapters/manage.html", context, status=form_status(form))

    with refusals(form) as refused:
        reorder_chapters(work=work, ids=form.order, was=form.was)
    if refused:
        return render(request, "works/chapters/manage.html", context, status=form_status(form))

    messages.success(request, gettext("The order is saved."))
    return redirect("works:chapter_order_edit", work_id=work.pk)
