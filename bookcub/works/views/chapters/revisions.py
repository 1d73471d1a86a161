"""The states a chapter has been in: listed and compared."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, ensure, form_status
from bookcub.works.forms.comparison import ComparisonForm
from bookcub.works.policies import may_see_revisions
from bookcub.works.queries.pages import history
from bookcub.works.views.lookups import chapter_to_edit
from bookcub.works.views.pages.comparison import stretches


@login_required
@require_safe
def index(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)
    ensure(may_see_revisions(request.user, chapter))
    form = ComparisonForm(request.GET)
    form.full_clean()

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
    return render(request, "works/revisions/index.html", context, status=form_status(form))
