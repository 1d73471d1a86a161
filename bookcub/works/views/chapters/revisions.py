"""The states a chapter has been in: listed, compared and deleted for good."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.web.forms.refusals import refusals
from bookcub.works.actions.revisions import delete_revision
from bookcub.works.forms.comparison import ComparisonForm
from bookcub.works.forms.confirmation import RevisionDeletionForm
from bookcub.works.policies import may_see_revisions
from bookcub.works.queries.pages import history
from bookcub.works.views.lookups import chapter_to_edit
from bookcub.works.views.pages.comparison import stretches


@login_required
@shows_and_saves
def delete(request: SignedInRequest, work_id: int, chapter_id: int, number: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)
    ensure(may_see_revisions(request.user, chapter))
    revision = get_object_or_404(chapter.revisions, number=number)
    form = RevisionDeletionForm(posted(request))
    context = {"work": chapter.work, "chapter": chapter, "revision": revision, "form": form}
    if not form.is_valid():
        return render(request, "works/revisions/delete.html", context, status=form_status(form))

    with refusals(form) as refused:
        gone = delete_revision(revision=revision, earlier=form.cleaned_data["earlier"])
    if refused:
        return render(request, "works/revisions/delete.html", context, status=form_status(form))

    messages.success(
        request,
        ngettext(
            "%(count)s revision is deleted for good.",
            "%(count)s revisions are deleted for good.",
            gone,
        )
        % {"count": gone},
    )
    return redirect("works:revision_index", work_id=work_id, chapter_id=chapter_id)


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
