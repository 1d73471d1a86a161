"""The live room of a meeting: to be in it, to open it and to close it, and who may hear it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import rooms
from bookcub.meetings.queries.room import room_access_of
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.room.answers import (
    show_room,
)

LARGEST = 2**31 - 1


@require_safe
@login_required
@never_cache
def detail(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """The room; before the meeting's place, its access."""
    meeting, participant = meeting_for(request, meeting_id)

    access = room_access_of(meeting, request.user)
    if not access.is_open_to_them:
        ensure(not request.htmx)  # a page is no part of one
        return render(request, "meetings/room_access.html", {"access": access, "meeting": meeting})

    rooms.enter(meeting=meeting, by=participant.membership)
    given = request.GET.get("before", "")
    before = min(int(given), LARGEST) if given.isdecimal() and len(given) < 12 else None  # noqa: PLR2004  # digits
    return show_room(request, meeting, participant, before=before, access=access)
