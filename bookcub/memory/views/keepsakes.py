"""What stays of a read, to take along."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookcub.core import clock
from bookcub.core.http import SignedInRequest
from bookcub.formats.epub.writer import MEDIA_TYPE
from bookcub.memory.queries.keepsake import as_epub, as_html, title_of
from bookcub.memory.queries.memory import memory_of
from bookcub.memory.views.memory import read_for


@require_safe
@never_cache
@login_required
def detail(request: SignedInRequest, club_id: int, read_id: int, kind: str) -> HttpResponse:
    """The same to take along: one HTML file, or an e-book."""
    memory = memory_of(read_for(request, club_id, read_id), request.user)
    at = clock.now()

    if kind == "epub":
        answer = HttpResponse(as_epub(memory, at=at), content_type=MEDIA_TYPE)
    else:
        answer = HttpResponse(as_html(memory, at=at), content_type="text/html; charset=utf-8")
    name = slugify(title_of(memory))[:80] or "keepsake"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
