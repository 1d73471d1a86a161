"""On a work's page: with whom one reads it, and what is due."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.reads.queries.coming_due import reads_of_work
from bookcub.works.models import Work


@login_required
@require_safe
def index(request: SignedInRequest, work_id: int) -> HttpResponse:
    """The reads of a work in the person's clubs; with `part` only the lines for the work's page."""
    work = get_object_or_404(Work.objects.visible_to(request.user), pk=work_id)

    context = {"work": work, "due": reads_of_work(work, request.user)}
    is_part = "part" in request.GET
    return render(
        request, "reads/_work_reads.html" if is_part else "reads/work_read_index.html", context
    )
