"""Calling a meeting off."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.core.zones import current_zone
from bookcub.meetings.actions.meetings import TooLateError, cancel
from bookcub.meetings.forms.answers import CancellationForm
from bookcub.meetings.policies import may_change
from bookcub.meetings.queries.pages import card_of
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.meetings import NOT_YOURS_TO_CHANGE
from bookcub.meetings.views.pages import TOO_LATE
from bookcub.reads.queries.measures import Measures


@shows_and_saves
@login_required
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Ask, with room for a reason, then call the meeting off."""
    meeting, participant = meeting_for(request, meeting_id)
    ensure(may_change(participant, meeting), str(NOT_YOURS_TO_CHANGE))

    form = CancellationForm(posted(request))
    if form.is_valid():
        try:
            cancel(meeting=meeting, by=participant.membership, **form.cleaned_data)
        except TooLateError:
            messages.error(request, str(TOO_LATE))
        else:
            messages.success(request, gettext("The meeting is cancelled, and everybody is told."))
        return redirect(meeting)

    context = {
        "face": card_of(meeting, current_zone(), Measures(request.user)),
        "meeting": meeting,
        "form": form,
    }
    status = form_status(form)
    return render(request, "meetings/meetings/cancel.html", context, status=status)
