"""Every state that the summary of a meeting has been in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest
from bookcub.core.text import side_by_side, summary_of
from bookcub.meetings.models import MinutesRevision
from bookcub.meetings.queries.minutes import may_write
from bookcub.meetings.views.lookups import readable_minutes
from bookcub.meetings.views.room.answers import room_for
from bookcub.works.views.pages.comparison import stretches


@require_safe
@login_required
def index(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Every summary there has been: who, when, and what one of them changed."""
    meeting, participant = room_for(request, meeting_id)
    minutes = readable_minutes(request, meeting, participant)

    revisions = list(minutes.revisions.select_related("by__pseud"))
    shown = _chosen(request.GET.get("revision", ""), revisions)
    before = next((each for each in revisions if shown and each.number < shown.number), None)
    rows = side_by_side(before.html if before else "", shown.html) if shown else []
    added, removed = summary_of(rows)
    context = {
        "meeting": meeting,
        "revisions": revisions,
        "shown": shown,
        "before": before,
        "stretches": stretches(rows, whole=True),
        "added": added,
        "removed": removed,
        "may_write": may_write(participant, meeting, minutes),
    }
    return render(request, "meetings/minutes/history.html", context)


def _chosen(given: str, revisions: list[MinutesRevision]) -> MinutesRevision | None:
    return next(
        (each for each in revisions if str(each.number) == given),
        revisions[0] if revisions else None,
    )
