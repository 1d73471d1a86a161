"""“I only looked”: what a visit moved is taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from bookcub.core.http import CONFLICT, SignedInRequest, onward
from bookcub.core.page_urls import reverse
from bookcub.reading.actions.advances import take_back
from bookcub.reading.models import OpenedPage
from bookcub.reading.queries.horizon import place_reached
from bookcub.reading.views.lookups import posted_chapter

BACK = gettext_lazy(
    "You are back where you were. What you looked at meanwhile does not count as read."
)
AS_IF_NOT_OPENED = gettext_lazy("It is as if you had not opened it. Nothing of it counts as read.")


@login_required
@require_POST
def create(request: SignedInRequest, work_id: int, chapter_id: int) -> HttpResponse:
    """Be where one was before this page was opened.

    It leads there, or to the list of chapters, where that would open anything.
    """
    chapter = posted_chapter(request, work_id, chapter_id)

    signed = request.POST.get("opened") or request.GET.get("opened") or ""
    opening = OpenedPage.read(signed, user=request.user, chapter=chapter)
    if opening is None or opening.has_ended:
        context = {"chapter": chapter, "work": chapter.work}
        return render(request, "reading/glances/ended.html", context, status=CONFLICT)

    there = place_reached(request.user, chapter.work)
    take_back(user=request.user, work=chapter.work, opening=opening)

    here = place_reached(request.user, chapter.work)
    told = format_html("{}", BACK if here else AS_IF_NOT_OPENED)
    if there and there != here:
        told = format_html(
            '{} <a href="{}">{}</a>', told, there, gettext("Go to where I had got to")
        )
    messages.success(request, told)
    return redirect(onward(request, here or reverse("reading:chapter_index", args=[work_id])))
