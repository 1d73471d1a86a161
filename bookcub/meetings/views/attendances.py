"""Who was at a meeting, ticked off by whoever runs it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.clock import now
from bookcub.core.http import (
    SignedInRequest,
    ensure,
    form_status,
    onward,
    posted,
    shows_and_saves,
)
from bookcub.meetings.actions.attendances import tick
from bookcub.meetings.actions.meetings import TooLateError
from bookcub.meetings.forms.attendances import SheetForm
from bookcub.meetings.policies import may_run
from bookcub.meetings.queries.attendances import sheet_of
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.pages import TOO_LATE
from bookcub.meetings.views.room.answers import NOT_YOURS

NOT_BEGUN = gettext_lazy(
    "Who was there can be said once the meeting has begun, from half an hour before its time."
)


@shows_and_saves
@login_required
def edit(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Tick off the sheet: from half an hour before the meeting, also by a host who has not read so far.

    Whoever came from the room goes back there (`next`).
    """
    meeting, participant = meeting_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS))
    ensure(meeting.has_begun(now()), str(NOT_BEGUN))

    leads_to = onward(request, meeting.get_absolute_url())
    sheet = sheet_of(meeting, participant.membership, request.user)
    initial = {
        "there": [str(each) for each in sheet.ticked],
        "ticked": " ".join(str(each) for each in sheet.ticked),
    }
    form = SheetForm(posted(request), members=sheet.members, initial=initial)
    if form.is_valid():
        try:
            tick(meeting=meeting, by=participant.membership, came=form.came, away=form.stayed_away)
        except TooLateError:
            messages.error(request, str(TOO_LATE))
        else:
            messages.success(request, gettext("Who was there is saved."))
        return redirect(leads_to)

    context = {
        "meeting": meeting,
        "club": meeting.club,
        "membership": participant.membership,
        "sheet": sheet,
        "form": form,
        "leads_to": leads_to,
    }
    return render(request, "meetings/attendances/edit.html", context, status=form_status(form))
