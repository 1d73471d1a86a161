"""One chapter of a parsed work, read whole before anything is kept."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, found_or_404
from bookcub.importing.queries.pages import chapter_page
from bookcub.importing.views.lookups import part_of


@login_required
@require_safe
def detail(request: SignedInRequest, import_id: int, number: int, position: int) -> HttpResponse:
    part = part_of(request, import_id, number)
    if part.decided_at is not None:
        return redirect(part.work or part.read_anew or part.of_import)

    page = found_or_404(chapter_page(part, position))

    return render(request, "importing/chapter_detail.html", {"page": page, "part": part})
