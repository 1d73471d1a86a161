"""Which of the proposed times suit one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest
from bookcub.meetings.actions.answers import say_when
from bookcub.meetings.actions.meetings import (
    TooLateError,
)
from bookcub.meetings.forms.answers import AvailabilityForm
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.pages import TOO_LATE, show

CHOOSE = gettext_lazy("Choose “yes”, “if need be” or “no” for each time.")


@require_POST
@login_required
def update(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Say when one can."""
    meeting, participant = meeting_for(request, meeting_id)

    form = AvailabilityForm(request.POST, slots=meeting.slots.all())
    if not form.is_valid():
        messages.error(request, str(CHOOSE))
        return show(request, meeting, participant, availability=form)

    try:
        number = say_when(meeting=meeting, by=participant.membership, answers=form.answers)
    except TooLateError:
        messages.error(request, str(TOO_LATE))
    else:
        saved = ngettext(
            "Your answer about %(n)s time is saved. You can change it.",
            "Your answers about %(n)s times are saved. You can change them.",
            number,
        )
        messages.success(request, saved % {"n": number})
    return redirect(meeting)
