"""Whether somebody without an account comes, as they told whoever runs the meeting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions.answers import say_whether
from bookcub.meetings.actions.meetings import TooLateError
from bookcub.meetings.forms.answers import NamesRsvpForm
from bookcub.meetings.models import Coming
from bookcub.meetings.policies import may_run
from bookcub.meetings.queries.pages import names_in
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.meetings import NOT_YOURS_TO_CHANGE
from bookcub.meetings.views.pages import TOO_LATE, show


@require_POST
@login_required
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = meeting_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS_TO_CHANGE))

    form = NamesRsvpForm(request.POST, names=names_in(meeting.club_id), prefix="names")
    if not form.is_valid():
        return show(request, meeting, participant, names_rsvp=form)
    whose = form.cleaned_data["whose"]
    try:
        say_whether(
            meeting=meeting,
            by=participant.membership,
            coming=Coming(form.cleaned_data["coming"]),
            whose=whose,
        )
    except TooLateError:
        messages.error(request, str(TOO_LATE))
    else:
        done = gettext("The answer of %(name)s is saved.") % {"name": whose.name}
        messages.success(request, done)
    return redirect(meeting)
