"""Who may listen to a room. The shell around Django takes over from here; without it, the answer ends at once."""

from __future__ import annotations

import json

from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bookcub.core.event_stream import CONTENT_TYPE, as_event, come_back_after
from bookcub.core.http import Request, SignedInRequest
from bookcub.meetings.queries.live import lines_after, state_of, who_hear_not_all
from bookcub.meetings.views.room.answers import room_for

AGAIN = 2000  # milliseconds
AT_ONCE = 500


@require_GET
@never_cache
def detail(request: Request, meeting_id: int) -> HttpResponse:
    """Let somebody listen, from the line that they heard last; 401 for whoever is not logged in."""
    if not request.user.is_authenticated:
        return HttpResponse(gettext("Log in first."), status=401, content_type="text/plain")
    return _detail(request, meeting_id)  # type: ignore[arg-type]  # it is signed in, as was just asked


def _detail(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, _ = room_for(request, meeting_id)

    ears = request.user.pk if who_hear_not_all(meeting.pk, [request.user.pk]) else 0
    after = min(_heard(request), meeting.lines_said)
    if "asgi.scope" in request.META:
        response = HttpResponse(content_type=CONTENT_TYPE)
        response.headers["X-Bookcub-Stream"] = json.dumps(
            {
                "room": meeting.pk,
                "person": request.user.pk,
                "session": request.session.session_key,
                "proof": request.session.get(HASH_SESSION_KEY, ""),
                "after": after,
                "language": get_language(),
                "ears": ears,
            }
        )
        return response

    # Another server, or a test: what is new, and then the browser asks again.
    parts = [come_back_after(AGAIN)]
    for number, data in lines_after(meeting.pk, after, AT_ONCE, ears=ears):
        parts.append(as_event("line", data, number=number))
    parts.append(as_event("state", state_of(meeting.pk, ears=ears)))
    return HttpResponse(b"".join(parts), content_type=CONTENT_TYPE)


def _heard(request: Request) -> int:
    """The number of the last line that is known at the other end; what a reconnecting browser says goes first."""
    given = request.headers.get("Last-Event-ID") or request.GET.get("after") or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 12 else 0  # noqa: PLR2004  # digits
