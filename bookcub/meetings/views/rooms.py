"""The live room of a meeting: to be in it, to open it and to close it, and who may hear it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import rooms
from bookcub.meetings.actions.arrivals import arrive, mind_again, stop_minding
from bookcub.meetings.forms.room import TimerForm
from bookcub.meetings.models import MeetingStage
from bookcub.meetings.policies import may_run
from bookcub.meetings.queries.room import door_of
from bookcub.meetings.views.entering import (
    CLOSED,
    NOT_YOURS,
    done,
    refused,
    room_for,
    show_room,
    too_late,
)
from bookcub.meetings.views.finding import meeting_for

LARGEST = 2**31 - 1


@require_safe
@login_required
@never_cache
def detail(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """The room; before the meeting's place, its door."""
    meeting, stand = meeting_for(request, meeting_id)

    door = door_of(meeting, request.user)
    if not door.is_open_to_them:
        return render(request, "meetings/room_door.html", {"door": door, "meeting": meeting})

    rooms.enter(meeting=meeting, by=stand.membership)
    given = request.GET.get("before", "")
    before = min(int(given), LARGEST) if given.isdecimal() and len(given) < 12 else None  # noqa: PLR2004  # digits
    return show_room(request, meeting, stand, before=before, door=door)


@login_required
@require_POST
def open_room(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, stand = room_for(request, meeting_id)
    ensure(may_run(stand, meeting), NOT_YOURS)
    ensure(meeting.stage != MeetingStage.CANCELLED, "This meeting was called off.")

    rooms.open_room(meeting=meeting, by=stand.membership)

    return done(request, meeting)


@login_required
@require_POST
def close_room(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """End the talk. What was said stays; the summary can be written."""
    meeting, stand = room_for(request, meeting_id)
    ensure(may_run(stand, meeting), NOT_YOURS)

    if rooms.close_room(meeting=meeting, by=stand.membership) and not request.htmx:
        messages.success(request, "The room is closed. What was said is in the minutes.")

    return done(request, meeting)


@login_required
@require_POST
def leave(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Go out; one is no longer shown among those who are here."""
    meeting, stand = meeting_for(request, meeting_id)

    rooms.leave(meeting_id=meeting.pk, memberships=[stand.membership.pk])

    return HttpResponse(status=204) if request.htmx else redirect(meeting)


@login_required
@require_POST
def set_timer(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, stand = room_for(request, meeting_id)
    ensure(may_run(stand, meeting), NOT_YOURS)

    form = TimerForm(request.POST)
    if not form.is_valid():
        return refused(request, meeting, stand, form)

    try:
        rooms.set_timer(meeting=meeting, by=stand.membership, minutes=form.cleaned_data["minutes"])
    except rooms.RoomClosedError:
        return too_late(request, meeting, CLOSED)

    return done(request, meeting)


@login_required
@require_POST
def stop_timer(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, stand = room_for(request, meeting_id)
    ensure(may_run(stand, meeting), NOT_YOURS)

    rooms.stop_timer(meeting=meeting, by=stand.membership)

    return done(request, meeting)


@login_required
@require_POST
def come_this_far(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """“I have read that far”: the person's horizon moves to the meeting's place."""
    meeting, stand = meeting_for(request, meeting_id)

    arrive(meeting=meeting, by=stand.membership, person=request.user)

    if not door_of(meeting, request.user).is_open_to_them:
        messages.warning(
            request, "The story itself does not go that far yet. You can say that you do not mind."
        )
    return redirect("meetings:room_detail", meeting.pk)


@login_required
@require_POST
def not_mind(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """“I don't mind”: hear the talk before one has read so far."""
    meeting, stand = meeting_for(request, meeting_id)

    stop_minding(meeting=meeting, by=stand.membership)

    return redirect("meetings:room_detail", meeting.pk)


@login_required
@require_POST
def mind(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Take that back: from now on the talk waits until one has read so far."""
    meeting, stand = meeting_for(request, meeting_id)

    if mind_again(meeting=meeting, by=stand.membership):
        messages.success(request, "From now on this talk waits until you have read that far.")

    return redirect("meetings:room_detail", meeting.pk)
