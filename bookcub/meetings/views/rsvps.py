"""Whether one comes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.meetings.actions.answers import say_whether
from bookcub.meetings.actions.meetings import TooLateError
from bookcub.meetings.forms.answers import RsvpForm
from bookcub.meetings.models import Coming
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.pages import TOO_LATE, show

THANKS = {
    Coming.YES: gettext_lazy("You’re coming."),
    Coming.MAYBE: gettext_lazy("You might come. Change your answer when you know."),
    Coming.NO: gettext_lazy("You can’t come. What is said will wait for you here."),
}


@require_POST
@login_required
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = meeting_for(request, meeting_id)

    form = RsvpForm(request.POST)
    if not form.is_valid():
        return show(request, meeting, participant, rsvp=form)

    coming = Coming(form.cleaned_data["coming"])
    try:
        say_whether(
            meeting=meeting,
            by=participant.membership,
            coming=coming,
            word=form.cleaned_data["word"],
        )
    except TooLateError:
        messages.error(request, str(TOO_LATE))
    else:
        messages.success(request, str(THANKS[coming]))
    return redirect(meeting)
