"""One meeting, to be kept in a calendar."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.formats.calendars import calendar_feed
from bookcub.meetings.models import Meeting
from bookcub.meetings.queries.events import meeting_event
from bookcub.meetings.views.calendars.feeds import CALENDAR
from bookcub.meetings.views.lookups import meeting_for
from bookcub.reads.queries.measures import Measures


@require_safe
@login_required
def detail(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """One meeting, to be kept in a calendar."""
    shown, _ = meeting_for(request, meeting_id)
    if shown.starts_at is None:
        raise Http404

    is_open = Meeting.objects.open_to(request.user).filter(pk=shown.pk).exists()
    event = meeting_event(shown, is_open=is_open, measures=Measures(request.user))
    response = HttpResponse(calendar_feed(shown.name, [event]), content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="meeting-{shown.pk}.ics"'
    response["Cache-Control"] = "private, no-cache"
    return response
