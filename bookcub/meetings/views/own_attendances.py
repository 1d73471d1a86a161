"""Whether one was at a meeting, also where somebody has said otherwise."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.meetings.actions.attendances import say_of_oneself
from bookcub.meetings.actions.meetings import TooLateError
from bookcub.meetings.forms.attendances import OwnAttendanceForm
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.pages import TOO_LATE, show


@require_POST
@login_required
def update(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = meeting_for(request, meeting_id)

    form = OwnAttendanceForm(request.POST)
    if not form.is_valid():
        return show(request, meeting, participant, own_attendance=form)
    was_there = form.cleaned_data["was_there"] == "yes"
    try:
        say_of_oneself(meeting=meeting, by=participant.membership, was_there=was_there)
    except TooLateError:
        messages.error(request, str(TOO_LATE))
    else:
        done = gettext("You were there.") if was_there else gettext("You weren’t there.")
        messages.success(request, done)
    return redirect(meeting)
