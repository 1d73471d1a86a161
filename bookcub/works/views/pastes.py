"""What comes from the clipboard, cleaned."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from bookcub.core.http import Request
from bookcub.core.text import clean_chapter, clean_paste, strip_block_ids
from bookcub.works.forms.copies import SIZE_MAX


@require_POST
def create(request: Request) -> HttpResponse:
    """Answer the markup of a word processor as the archive would keep it."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "You are signed out."}, status=401)
    html = request.POST.get("html", "")
    if len(html) > SIZE_MAX:
        return JsonResponse({"error": "That is too long to be pasted at once."}, status=422)

    cleaned = strip_block_ids(clean_chapter(clean_paste(html)))

    return JsonResponse({"html": cleaned})
