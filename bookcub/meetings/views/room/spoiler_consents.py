"""“I don't mind”: hearing a talk before one has read so far, and taking that back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.meetings.actions.spoilers import give_consent, withdraw_consent
from bookcub.meetings.views.lookups import meeting_for


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """“I don't mind”: hear the talk before one has read so far."""
    meeting, participant = meeting_for(request, meeting_id)

    give_consent(meeting=meeting, by=participant.membership)

    return redirect("meetings:room_detail", meeting.pk)


@login_required
@require_POST
def delete(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Take that back: from now on the talk waits until one has read so far."""
    meeting, participant = meeting_for(request, meeting_id)

    if withdraw_consent(meeting=meeting, by=participant.membership):
        messages.success(
            request, gettext("This meeting’s talk is hidden from you until you have read that far.")
        )

    return redirect("meetings:room_detail", meeting.pk)
