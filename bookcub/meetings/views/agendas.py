"""What a club wants on the table when it meets, to print."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.core.zones import current_zone
from bookcub.meetings.queries.handout import handout_of
from bookcub.meetings.views.lookups import meeting_for


@require_safe
@login_required
def detail(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """The questions and passages, the next dates, the ballot and the sign-in sheet."""
    meeting, participant = meeting_for(request, meeting_id)

    handout = handout_of(meeting, participant, request.user, current_zone())
    context = {"meeting": meeting, "handout": handout, "agenda": handout.agenda}
    return render(request, "meetings/questions/agenda.html", context)
