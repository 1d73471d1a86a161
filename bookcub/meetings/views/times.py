"""The time that a meeting is fixed to."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions.meetings import (
    TooLateError,
    fix,
)
from bookcub.meetings.availability import Span
from bookcub.meetings.forms.times import TimeForm
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.meetings import NOT_YOURS_TO_CHANGE
from bookcub.meetings.views.pages import TOO_LATE, show


@require_POST
@login_required
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Fix one of the proposed times, or another one."""
    meeting, participant = meeting_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS_TO_CHANGE))

    wanted = request.POST.get("slot", "")
    if wanted:
        slot = get_object_or_404(meeting.slots, pk=int(wanted) if _is_number(wanted) else 0)
        span = Span(slot.starts_at, slot.ends_at)
    else:
        form = TimeForm(request.POST, prefix="appoint")
        if not form.is_valid():
            return show(request, meeting, participant, time=form)
        span = form.span

    try:
        fix(meeting=meeting, by=participant.membership, span=span)
    except TooLateError:
        messages.error(request, str(TOO_LATE))
    else:
        messages.success(request, gettext("The time is set, and everybody is told."))
    return redirect(meeting)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19  # noqa: PLR2004  # as long as ids get
