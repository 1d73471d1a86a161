"""What members want to talk about, and the sheet to print for the meeting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, ensure, saves, shows_and_saves
from bookcub.meetings.actions.questions import put_in_order, send
from bookcub.meetings.forms.answers import QuestionForm
from bookcub.meetings.forms.moments import current_zone
from bookcub.meetings.models import MeetingStage, Question
from bookcub.meetings.policies import may_run, may_take_back
from bookcub.meetings.queries.agenda import agenda_of
from bookcub.meetings.queries.pages import face_of
from bookcub.meetings.views.finding import meeting_for
from bookcub.meetings.views.meetings import NOT_YOURS_TO_CHANGE
from bookcub.meetings.views.showing import KEPT_AS, show
from bookcub.web.components.forms import SortRow
from bookcub.web.messages import say_saved


@require_safe
@login_required
def agenda(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """The questions and the passages on one sheet."""
    meeting, stand = meeting_for(request, meeting_id)

    context = {
        "meeting": meeting,
        "face": face_of(meeting, current_zone()),
        "agenda": agenda_of(meeting, stand, request.user),
    }
    return render(request, "meetings/agenda_detail.html", context)


@require_POST
@login_required
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, stand = meeting_for(request, meeting_id)
    to_come = {MeetingStage.FINDING, MeetingStage.FIXED}
    ensure(meeting.stage in to_come, "The meeting is over, or was cancelled.")

    form = QuestionForm(request.POST)
    if not form.is_valid():
        return show(request, meeting, stand, question=form)

    sealed = form.cleaned_data["is_sealed"]
    send(meeting=meeting, by=stand.membership, text=form.cleaned_data["text"], is_sealed=sealed)

    words = (
        "Your question is sealed until the meeting begins."
        if sealed
        else "Your question is on the agenda."
    )
    say_saved(request, words, name=KEPT_AS.format(meeting.pk))
    return redirect(f"{meeting.get_absolute_url()}#agenda")


@require_POST
@login_required
def delete(request: SignedInRequest, meeting_id: int, question_id: int) -> HttpResponse:
    """Take a question off the agenda."""
    meeting, stand = meeting_for(request, meeting_id)
    visible = Question.objects.visible_to(request.user).select_related("meeting")
    question = get_object_or_404(visible.filter(meeting=meeting), pk=question_id)
    ensure(may_take_back(stand, question), "This is not your question.")

    question.delete()

    messages.success(request, "The question is off the agenda.")
    return redirect(f"{meeting.get_absolute_url()}#agenda")


@shows_and_saves
@login_required
def order(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Put the questions into an order: those one can read; sealed ones keep their places."""
    meeting, stand = meeting_for(request, meeting_id)
    ensure(may_run(stand, meeting), NOT_YOURS_TO_CHANGE)
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
        put_in_order(meeting=meeting, ids=[each for _, _, each in wanted])
        messages.success(request, "The questions stand in your order.")
        return redirect(f"{meeting.get_absolute_url()}#agenda")

    rows = [
        SortRow(value=str(each.pk), name=each.text, note=each.membership.name) for each in questions
    ]
    return render(request, "meetings/question_order.html", {"meeting": meeting, "rows": rows})
