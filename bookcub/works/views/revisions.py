"""The states a chapter has been in: listed, compared, restored."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, ensure
from bookcub.works.forms.comparing import ComparisonForm
from bookcub.works.policies import may_see_revisions
from bookcub.works.queries.forms import pseud_in
from bookcub.works.queries.pages import history
from bookcub.works.views.diffing import stretches
from bookcub.works.views.finding import chapter_to_edit


@login_required
@require_safe
def index(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)
    ensure(may_see_revisions(request.user, chapter))
    form = ComparisonForm(request.GET)
    status = 200 if form.is_valid() else 422

    seen = history(
        chapter,
        number=request.GET.get("page", 1),
        old=form.cleaned_data.get("old"),
        new=form.cleaned_data.get("new"),
    )

    context = {
        "chapter": chapter,
        "work": chapter.work,
        "history": seen,
        "stretches": stretches(seen.rows, whole=form.cleaned_data.get("whole", False)),
        "form": form,
    }
    return render(request, "works/revision_index.html", context, status=status)


@login_required
@require_POST
def restore(request: SignedInRequest, work_id: int, chapter_id: int, number: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)
    revision = get_object_or_404(chapter.revisions, number=number)

    made = chapter.restore(revision, by=pseud_in(chapter.work, request.user))

    if made is None:
        messages.info(request, f"Revision {number} is what the chapter says already.")
    else:
        messages.success(request, f"Revision {number} is back, as revision {made.number}.")
    return redirect("works:revision_index", work_id=work_id, chapter_id=chapter_id)
