"""What the next page says of what was just written."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from bookcub.core.http import SignedInRequest
from bookcub.web.components.languages import naming, said, titled
from bookcub.works.models import Chapter

OUTCOMES = {
    "saved": gettext_lazy("“%(title)s” is saved."),
    "post": gettext_lazy("“%(title)s” is posted."),
    "schedule": gettext_lazy("“%(title)s” is scheduled and will be posted automatically."),
    "save": gettext_lazy("“%(title)s” is saved as a draft."),
}


def outcome_of(do: str, title: str) -> SafeString:
    """Say what became of a work or a chapter; what is none of the others was saved as a draft."""
    return said(str(OUTCOMES.get(do, OUTCOMES["save"])), title=title)


def outcome_of_chapter(do: str, chapter: Chapter) -> SafeString:
    """The same of a chapter; the only one of its work goes by the work's title."""
    name = titled(chapter.work) if chapter.is_only else naming(chapter.heading, chapter)
    return outcome_of(do, name)


def after_writing(request: SignedInRequest, chapter: Chapter, do: str) -> HttpResponse:
    """Say what became of a chapter, and lead there."""
    messages.success(request, outcome_of_chapter(do, chapter))
    if do in {"saved", "post"}:
        return redirect(chapter.work if chapter.is_only else chapter)
    if do == "schedule":
        return redirect("works:chapter_order_edit", work_id=chapter.work_id)
    # Whoever saves a draft is in the middle of writing it.
    return redirect("works:chapter_edit", chapter.work_id, chapter.pk)
