"""The order of the questions of a meeting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bookcub.core.clock import now
from bookcub.core.http import SignedInRequest, ensure, saves, shows_and_saves
from bookcub.meetings.actions.questions import AGENDA_CLOSED, put_in_order
from bookcub.meetings.models import Question
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.meetings import NOT_YOURS_TO_CHANGE
from bookcub.web.components.forms import SortRow
from bookcub.web.forms.refusals import refusals


@shows_and_saves
@login_required
def edit(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Put the questions into an order: those one can read; sealed ones keep their places."""
    meeting, participant = meeting_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS_TO_CHANGE))
    ensure(not meeting.is_over(now()), str(AGENDA_CLOSED))
    questions = list(
        Question.objects.visible_to(request.user)
        .filter(meeting=meeting)
        .select_related("membership__pseud")
    )

    if saves(request):
        places = {each.pk: request.POST.get(f"question-{each.pk}", "") for each in questions}
        wanted = sorted(
            (int(place), at, each)
            for at, (each, place) in enumerate(places.items())
            if place.isdecimal() and len(place) < 6  # noqa: PLR2004  # no agenda is that long
        )
        with refusals(request) as refused:
            put_in_order(meeting=meeting, ids=[each for _, _, each in wanted])
        if not refused:
            messages.success(request, gettext("The order is saved."))
        return redirect(f"{meeting.get_absolute_url()}#agenda")

    rows = [
        SortRow(value=str(each.pk), name=each.text, note=each.membership.name) for each in questions
    ]
    return render(request, "meetings/questions/order.html", {"meeting": meeting, "rows": rows})
