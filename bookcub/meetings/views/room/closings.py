"""The room closes: the talk is over."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.clock import now
from bookcub.core.http import CONFLICT, SignedInRequest, ensure, saves, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.meetings.actions import rooms
from bookcub.meetings.models import Meeting
from bookcub.meetings.policies import Participant, may_run
from bookcub.meetings.queries.live import people_in, was_said
from bookcub.meetings.views.room.answers import NOT_YOURS, done, room_for, too_late
from bookcub.web.dates import as_appointment
from bookcub.web.enumeration import enumerated_text

HAS_BEGUN = gettext_lazy(
    "Meanwhile the meeting has begun, so its room is still open. You can close the meeting now, or leave the room open."
)


@shows_and_saves
@login_required
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Ask, naming who is there, then end the talk; its minutes come next, where a summary can be written."""
    meeting, participant = room_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS))

    if not saves(request):
        return _ask(request, meeting, participant)

    said = {"1": True, "0": False}.get(request.POST.get("was_it", ""))
    try:
        is_closed = rooms.close_room(meeting=meeting, by=participant.membership, was_it=said)
    except rooms.NotEarlyError:
        if request.htmx:
            return too_late(request, meeting, HAS_BEGUN)
        messages.warning(request, str(HAS_BEGUN))
        return _ask(request, meeting, participant, status=CONFLICT)

    meeting.refresh_from_db(fields=["closed_at"])
    is_over = meeting.closed_at is not None
    if is_closed and not request.htmx:
        messages.success(
            request,
            gettext("The meeting is closed.")
            if is_over
            else gettext("The room is closed. The meeting is still to come."),
        )
    if is_over and not request.htmx:
        return redirect("meetings:minutes_detail", meeting.pk)
    return done(request, meeting)


def _ask(
    request: SignedInRequest, meeting: Meeting, participant: Participant, *, status: int = 200
) -> HttpResponse:
    """The page that asks, as things are now."""
    here = [each.membership for each in people_in(meeting, request.user)]
    others = [each.name for each in here if each.pk != participant.membership.pk]
    is_early, something_said = meeting.is_early(now()), was_said(meeting)
    context = {
        "meeting": meeting,
        "was_said": something_said,
        "others": others,
        "names": enumerated_text(others),
        "is_early": is_early,
        "closes_meeting": something_said or not is_early,
        "when": as_appointment(meeting.starts_at) if meeting.starts_at else "",
        "room_url": reverse("meetings:room_detail", args=[meeting.pk]),
    }
    return render(request, "meetings/rooms/close.html", context, status=status)
