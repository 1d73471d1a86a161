"""What members want to talk about, and the sheet to print for the meeting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bookcub.core.clock import now
from bookcub.core.http import SignedInRequest, ensure, saves, shows_and_saves
from bookcub.meetings.actions.questions import AGENDA_CLOSED, remove, send
from bookcub.meetings.forms.answers import QuestionForm
from bookcub.meetings.models import MeetingStage, Question
from bookcub.meetings.policies import may_take_back
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.pages import KEPT_AS, show
from bookcub.web.forms.refusals import refusals
from bookcub.web.messages import say_saved


@require_POST
@login_required
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = meeting_for(request, meeting_id)
    to_come = {MeetingStage.FINDING, MeetingStage.FIXED}
    ensure(meeting.stage in to_come, str(AGENDA_CLOSED))

    form = QuestionForm(request.POST)
    if not form.is_valid():
        return show(request, meeting, participant, question=form)

    sealed = form.cleaned_data["is_sealed"]
    send(
        meeting=meeting, by=participant.membership, text=form.cleaned_data["text"], is_sealed=sealed
    )

    words = (
        gettext("Your question is sealed until the meeting begins.")
        if sealed
        else gettext("Your question is on the agenda.")
    )
    say_saved(request, words, name=KEPT_AS.format(meeting.pk))
    return redirect(f"{meeting.get_absolute_url()}#agenda")


@shows_and_saves
@login_required
def delete(request: SignedInRequest, meeting_id: int, question_id: int) -> HttpResponse:
    """Ask, then take a question off the agenda."""
    meeting, participant = meeting_for(request, meeting_id)
    visible = Question.objects.visible_to(request.user).select_related("meeting")
    question = get_object_or_404(visible.filter(meeting=meeting), pk=question_id)
    ensure(
        may_take_back(participant, question),
        gettext(
            "Only the member who asked this question, or a host, can remove it. Ask one of them."
        ),
    )
    ensure(not meeting.is_over(now()), str(AGENDA_CLOSED))

    if not saves(request):
        context = {"meeting": meeting, "question": question}
        return render(request, "meetings/questions/delete.html", context)

    with refusals(request) as refused:
        remove(question=question)
    if not refused:
        messages.success(request, gettext("The question was removed from the agenda."))
    return redirect(f"{meeting.get_absolute_url()}#agenda")
