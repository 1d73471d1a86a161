"""The hour at which a chapter posts itself: set and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.web.components.languages import naming, said
from bookcub.web.forms.refusals import refusals
from bookcub.works.forms.schedule import ScheduleForm
from bookcub.works.views.lookups import chapter_to_edit
from bookcub.works.views.pages.outcomes import outcome_of_chapter
from bookcub.works.views.pages.wanted_posting import WantedPosting


@login_required
@shows_and_saves
def edit(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)
    ensure(not chapter.is_posted, gettext("This chapter is already posted."))
    form = ScheduleForm(
        posted(request),
        initial={"scheduled_for": chapter.scheduled_for, "quietly": chapter.is_quiet},
    )
    context = {"chapter": chapter, "work": chapter.work, "form": form}
    if form.is_valid():
        with refusals(form):
            chapter.schedule(
                by=request.user,
                at=form.cleaned_data["scheduled_for"],
                quietly=form.cleaned_data["quietly"],
            )
        wanted = WantedPosting(
            chapter=chapter,
            quietly=form.cleaned_data["quietly"],
            at=form.data["scheduled_for"],
        )
        if "scheduled_for" not in form.errors and (lacking := wanted.lacking_form):
            return redirect(lacking)
    if form.errors or not form.is_bound:
        return render(request, "works/chapters/schedule.html", context, status=form_status(form))

    messages.success(request, outcome_of_chapter("schedule", chapter))
    return redirect("works:chapter_order_edit", work_id=work_id)


@login_required
@require_POST
def delete(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)

    chapter.unschedule()

    messages.success(
        request, said(gettext("“%(title)s” stays a draft."), title=naming(chapter.heading, chapter))
    )
    return redirect("works:chapter_order_edit", work_id=work_id)
