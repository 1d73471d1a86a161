"""The book, opened at a passage for everybody in the room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from bookcub.core.http import UNPROCESSABLE, SignedInRequest
from bookcub.meetings.actions import lines
from bookcub.meetings.actions.rooms import RoomClosedError
from bookcub.meetings.forms.room import BookClosingForm, OpeningForm
from bookcub.meetings.views.room.answers import CLOSED, done, refused, room_for, too_late


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Open the book at a passage, for everybody."""
    meeting, participant = room_for(request, meeting_id)

    form = OpeningForm(request.POST, meeting=meeting, person=request.user)
    if not form.is_valid() or form.opening is None:
        if request.htmx and form.near:
            context = {"meeting": meeting, "opening": form}
            return render(request, "meetings/rooms/_near.html", context, status=UNPROCESSABLE)
        return refused(request, meeting, participant, form)

    try:
        lines.open_book(
            meeting=meeting,
            by=participant.membership,
            opening=form.opening,
            client_key=form.cleaned_data["client_key"],
        )
    except RoomClosedError:
        return too_late(request, meeting, CLOSED)

    return done(request, meeting)


@login_required
@require_POST
def delete(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Close the book again, as whoever is in the room may open it: where it lay open when they looked, and nowhere else."""
    meeting, participant = room_for(request, meeting_id)

    form = BookClosingForm(request.POST)
    if not form.is_valid():
        return refused(request, meeting, participant, form)

    number = form.cleaned_data["number"]
    try:
        lines.close_book(meeting=meeting, by=participant.membership, number=number)
    except RoomClosedError:
        return too_late(request, meeting, CLOSED)

    return done(request, meeting)
