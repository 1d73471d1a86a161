"""What comes from the clipboard, cleaned."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import UNPROCESSABLE, Request
from bookcub.core.text import (
    clean_chapter,
    clean_paste,
    html_from_typed,
    is_too_costly,
    strip_block_ids,
)
from bookcub.works.fields import TOO_MUCH_MARKUP
from bookcub.works.forms.autosave import SIZE_MAX

PASTED_TAGS_MAX = 100_000  # a word processor puts a span around every few words


@require_POST
def create(request: Request) -> HttpResponse:
    """Answer a word processor's markup, or what was `typed`, as the archive would keep it."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": gettext("You are logged out.")}, status=401)
    pasted, typed = request.POST.get("html", ""), request.POST.get("typed", "")
    if len(pasted) + len(typed) > SIZE_MAX:
        return JsonResponse(
            {"error": gettext("This is too long to paste in one go.")}, status=UNPROCESSABLE
        )

    if is_too_costly(typed) or pasted.count("<") > PASTED_TAGS_MAX:
        return JsonResponse({"error": str(TOO_MUCH_MARKUP)}, status=UNPROCESSABLE)

    html = clean_paste(pasted) if pasted else html_from_typed(typed)

    return JsonResponse({"html": strip_block_ids(clean_chapter(html))})
