"""What has changed in a draft since whoever it is shown to read it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.reading.actions.draft_readings import leave_reading
from bookcub.reading.queries.drafts import draft_changes, shown_draft
from bookcub.reading.views import gate
from bookcub.reading.views.chapters import is_ahead
from bookcub.works.models import Chapter
from bookcub.works.views.pages.comparison import stretches


@login_required
@require_safe
@gate.asks_first
def index(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    drafts = Chapter.objects.visible_to(request.user).drafts()
    chapter = get_object_or_404(drafts.select_related("work"), work=work_id, pk=chapter_id)
    draft = shown_draft(request.user, chapter)
    if draft is None:
        raise Http404(gettext("This page is for the people whom the draft is shown to."))

    gate.ensure_asked(request, chapter.work)

    changes = draft_changes(draft, chapter)
    if not is_ahead(request):
        leave_reading(user=request.user, chapter=chapter, number=draft.newest)
    is_whole = request.GET.get("whole") == "yes"
    context = {
        "chapter": chapter,
        "work": chapter.work,
        "changes": changes,
        "stretches": stretches(changes.rows, whole=is_whole),
    }
    return render(request, "reading/changes/index.html", context)
