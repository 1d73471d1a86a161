"""A chapter before its readers: posted and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.web.components.languages import naming, said
from bookcub.works.views.lookups import chapter_to_edit
from bookcub.works.views.pages.wanted_posting import WantedPosting


@login_required
@require_POST
def create(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)

    wanted = WantedPosting(chapter=chapter, quietly="quietly" in request.POST)
    return wanted.carry_out(request)


@login_required
@require_POST
def delete(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    chapter = chapter_to_edit(request, work_id, chapter_id)

    chapter.withdraw()

    messages.success(
        request,
        said(
            gettext("“%(title)s” is a draft again. Readers can no longer see it."),
            title=naming(chapter.heading, chapter),
        ),
    )
    return redirect("works:chapter_order_edit", work_id=work_id)
