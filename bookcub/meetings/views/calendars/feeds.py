"""The calendar behind a secret address."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.meetings.queries.feeds import feed_behind

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def detail(request: Request, key: str) -> HttpResponse:
    """The calendar behind a secret address: whoever has it needs no log-in."""
    found = feed_behind(key)
    if found is None:
        raise Http404

    response = HttpResponse(found.text, content_type=CALENDAR)
    response["Content-Disposition"] = 'inline; filename="clubs.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["ETag"] = found.etag
    # For people who wonder. Only the ETag decides: what is taken away leaves no date behind.
    response["Last-Modified"] = http_date(found.changed_at.timestamp())
    return get_conditional_response(request, etag=found.etag, response=response) or response
