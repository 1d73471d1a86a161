"""Saying that one has read as far as a meeting goes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.meetings.actions.spoilers import mark_read_to_here
from bookcub.meetings.queries.room import room_access_of
from bookcub.meetings.views.lookups import meeting_for


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """“I have read that far”: the person's horizon moves to the meeting's place."""
    meeting, _ = meeting_for(request, meeting_id)

    mark_read_to_here(meeting=meeting, person=request.user)

    if not room_access_of(meeting, request.user).is_open_to_them:
        messages.warning(
            request, gettext("The story does not go that far yet. You can choose “Show it anyway”.")
        )
    return redirect("meetings:room_detail", meeting.pk)
