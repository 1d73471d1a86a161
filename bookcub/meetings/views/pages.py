"""One meeting's page, also when something on it was filled in wrongly: then with that form, and nothing typed is lost."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.http import UNPROCESSABLE, SignedInRequest, form_status
from bookcub.core.zones import current_zone
from bookcub.meetings.forms.answers import NamesRsvpForm, QuestionForm, RsvpForm
from bookcub.meetings.forms.times import RuleForm, TimeForm, TimesForm
from bookcub.meetings.models import Meeting
from bookcub.meetings.policies import Participant
from bookcub.meetings.queries.pages import meeting_page, names_in
from bookcub.web.forms.mistakes import tells_mistakes

KEPT_AS = "meeting-question-{}"
TOO_LATE = gettext_lazy(
    "Somebody changed the meeting in the meantime, so nothing was saved. This is how it is now."
)


def show(
    request: SignedInRequest, meeting: Meeting, participant: Participant, **wrong: forms.Form
) -> HttpResponse:
    """The page; `wrong` names forms that have errors: rsvp, question, times, rule, time."""
    zone = current_zone()
    page = meeting_page(meeting, participant, request.user, zone)
    rsvp = page.own_rsvp
    context = {
        "page": page,
        "face": page.face,
        "meeting": meeting,
        "club": meeting.club,
        "membership": participant.membership,
        "zone": zone,
        "rsvp": RsvpForm(
            initial={"coming": rsvp.coming, "word": rsvp.word} if rsvp else {"coming": ""}
        ),
        "names_rsvp": NamesRsvpForm(names=names_in(meeting.club_id), prefix="names"),
        "question": QuestionForm(),
        "times": TimesForm(prefix="propose"),
        "rule": RuleForm(prefix="rule"),
        "time": TimeForm(prefix="appoint"),
        "ranking_rule": gettext(
            "First the times when most people can come, “if need be” included; then those that suit more people well; "
            "then those that fewer have ruled out; then the earliest."
        ),
        "keep_question": KEPT_AS.format(meeting.pk),
    } | wrong
    status = form_status(*wrong.values())
    template = "meetings/meetings/detail.html"
    response = render(request, template, context, status=status)
    if status == UNPROCESSABLE and not tells_mistakes(response):  # the page asks for it no more
        response = render(request, template, {**context, "too_late": TOO_LATE}, status=status)
    return response
