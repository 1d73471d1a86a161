"""The next meeting of a club, for a slot on the pages of the club and of a read."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.core.zones import current_zone
from bookcub.meetings.policies import may_call
from bookcub.meetings.queries.pages import card_of, coming_and_past
from bookcub.meetings.views.lookups import club_for
from bookcub.reads.queries.measures import Measures

DIGITS = 15


@require_safe
@login_required
def detail(request: SignedInRequest, club_id: int) -> HttpResponse:
    """With `part` the lines of a slot, with `read` the next one about that read; else on to the meeting itself."""
    club, participant = club_for(request, club_id)

    coming, _ = coming_and_past(club)
    asked = request.GET.get("read", "")
    if asked.isascii() and asked.isdigit() and len(asked) <= DIGITS:
        coming = coming.filter(read=int(asked))
    meeting = coming.first()
    if "part" not in request.GET:
        return redirect(meeting) if meeting else redirect("meetings:meeting_index", club.pk)
    context = {
        "club": club,
        "face": card_of(meeting, current_zone(), Measures(request.user)) if meeting else None,
        "may_call": may_call(participant),
    }
    return render(request, "meetings/_next_meeting.html", context)
