"""Going back to an earlier state of a chapter."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.works.queries.forms import pseud_in
from bookcub.works.views.lookups import chapter_to_edit


@login_required
@require_POST
def create(request: SignedInRequest, work_id: int, chapter_id: int, number: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)
    revision = get_object_or_404(chapter.revisions, number=number)

    made = chapter.restore(revision, by=pseud_in(chapter.work, request.user))

    if made is None:
        messages.info(
            request,
            gettext("Nothing to restore: the chapter already reads like revision %(number)s.")
            % {"number": number},
        )
    else:
        messages.success(
            request,
            gettext("Revision %(old)s is restored, as revision %(new)s.")
            % {"old": number, "new": made.number},
        )
    return redirect("works:revision_index", work_id=work_id, chapter_id=chapter_id)
