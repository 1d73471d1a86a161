"""The tags of a queue as a file, in the form that `bookcub tags load` reads."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.finding.forms.wrangling import QueueForm
from bookcub.finding.queries.wrangling.list_files import tag_list
from bookcub.finding.queries.wrangling.queues import queue
from bookcub.finding.views.wrangling.access import ensured_scope
from bookcub.finding.views.wrangling.queues import read_wishes


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    scope = ensured_scope(request)
    wishes, _ = read_wishes(QueueForm(request.GET), scope)

    answer = HttpResponse(tag_list(queue(wishes, scope)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="tags-{wishes.kind}-{wishes.state}.csv"'
    return answer
