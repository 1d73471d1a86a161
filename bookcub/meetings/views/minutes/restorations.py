"""An older summary of a meeting, once more."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import minutes as actions
from bookcub.meetings.queries.minutes import may_write
from bookcub.meetings.views.lookups import readable_minutes
from bookcub.meetings.views.minutes.minutes import NOT_YET
from bookcub.meetings.views.room.answers import room_for


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int, number: int) -> HttpResponse:
    """Let the summary say again what it said then; that is a new revision."""
    meeting, participant = room_for(request, meeting_id)
    minutes = readable_minutes(request, meeting, participant)
    ensure(may_write(participant, meeting, minutes), str(NOT_YET))
    revision = get_object_or_404(minutes.revisions, number=number)

    if actions.write_summary(meeting=meeting, by=participant.membership, html=revision.html):
        messages.success(
            request, gettext("Revision %(n)s of the summary is restored.") % {"n": number}
        )
    else:
        messages.info(
            request, gettext("The summary already says what revision %(n)s says.") % {"n": number}
        )

    return redirect("meetings:revision_index", meeting.pk)
