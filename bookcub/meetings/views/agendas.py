"""The questions and the passages of a meeting on one sheet, to print."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.core.zones import current_zone
from bookcub.meetings.queries.agenda import agenda_of
from bookcub.meetings.queries.pages import card_of
from bookcub.meetings.views.lookups import meeting_for


@require_safe
@login_required
def detail(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """The questions and the passages on one sheet."""
    meeting, participant = meeting_for(request, meeting_id)

    context = {
        "meeting": meeting,
        "face": card_of(meeting, current_zone()),
        "agenda": agenda_of(meeting, participant, request.user),
    }
    return render(request, "meetings/questions/agenda.html", context)
