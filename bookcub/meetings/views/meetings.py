"""A club's meetings: all of them, a new one, one of them, changed, called off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Club
from bookcub.clubs.views.discarding import ask_and_discard
from bookcub.comments.forms.comments import typed_again
from bookcub.core.http import SignedInRequest, ensure, form_status, posted, saves, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.core.zones import current_zone
from bookcub.meetings.actions.meetings import TooLateError, appoint, propose, revise
from bookcub.meetings.actions.trash import discard_meeting
from bookcub.meetings.forms.details import AnswersUntilForm, DetailsForm
from bookcub.meetings.forms.times import AppointmentForm, RuleForm, TimesForm
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.meetings.own_names import is_own_name
from bookcub.meetings.policies import Participant, may_call, may_change
from bookcub.meetings.queries.minutes import summaries_of
from bookcub.meetings.queries.pages import (
    card_of,
    coming_and_past,
    milestones_of,
    next_place,
    usual_length,
)
from bookcub.meetings.views.lookups import club_for, meeting_for
from bookcub.meetings.views.pages import TOO_LATE, show
from bookcub.reads.models import Read
from bookcub.reads.queries.measures import Measures
from bookcub.web.messages import say_saved
from bookcub.web.pages import page_of

WAYS = {
    "propose": gettext_lazy("I propose some times"),
    "rule": gettext_lazy("Find a time by a rule, such as any Friday evening"),
    "appoint": gettext_lazy("The time is already agreed"),
}
NOT_YOURS = gettext_lazy("Only hosts can call a meeting. Ask one of them to.")
NOT_YOURS_TO_CHANGE = gettext_lazy(
    "Only the member who called this meeting, or a host, can change it, and only until it is over. Ask one of them."
)


@require_safe
@login_required
def index(request: SignedInRequest, club_id: int) -> HttpResponse:
    club, participant = club_for(request, club_id)

    coming, past = coming_and_past(club)
    page, zone = page_of(past, request), current_zone()
    measures, ahead = Measures(request.user), list(coming) if page.number == 1 else []
    measures.know(each.read for each in [*ahead, *page.object_list])
    summaries = summaries_of(page.object_list, request.user)
    context = {
        "club": club,
        "membership": participant.membership,
        "coming": [card_of(each, zone, measures) for each in ahead],
        "past": [
            (card_of(each, zone, measures), summaries.get(each.pk)) for each in page.object_list
        ],
        "page": page,
        "may_call": may_call(participant),
        "is_pair": participant.is_pair,
    }
    return render(request, "meetings/meetings/index.html", context)


@require_safe
@login_required
def detail(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = meeting_for(request, meeting_id)

    return show(request, meeting, participant)


@shows_and_saves
@login_required
def new(request: SignedInRequest, club_id: int) -> HttpResponse:
    club, participant = club_for(request, club_id)
    ensure(may_call(participant), str(NOT_YOURS))

    asked = _CallForms.of(request, club)
    if saves(request) and asked.is_valid():
        meeting = _called(club, participant, asked)
        done = (
            gettext("The meeting is set, and everybody is invited.")
            if asked.way == "appoint"
            else gettext("The times are proposed. Now say when you can come yourself.")
        )
        say_saved(request, done, name="meeting-new")
        return redirect(meeting)

    context = {
        "club": club,
        "membership": participant.membership,
        "asked": asked,
        "milestones": milestones_of(club, request.user),
        "zone": current_zone(),
    }
    status = form_status(asked.details, asked.deadline, *asked.times.values())
    return render(request, "meetings/meetings/new.html", context, status=status)


@shows_and_saves
@login_required
def edit(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, participant = meeting_for(request, meeting_id)
    ensure(may_change(participant, meeting), str(NOT_YOURS_TO_CHANGE))

    is_open = Meeting.objects.open_to(request.user).filter(pk=meeting.pk).exists()
    details = DetailsForm(
        posted(request),
        reads=Read.objects.standing().filter(club=meeting.club_id).select_related("book"),
        measures=Measures(request.user),
        shown=(meeting.read, meeting.upto),
        beyond=None if is_open else meeting,
        initial=_as_typed(meeting),
    )
    time: AppointmentForm | AnswersUntilForm = (
        AppointmentForm(
            posted(request),
            initial={
                "starts_at": meeting.starts_at,
                "minutes_long": meeting.minutes_long,
                "repeats": meeting.repeats,
            },
        )
        if meeting.stage == MeetingStage.FIXED
        else AnswersUntilForm(posted(request), initial={"answers_until": meeting.answers_until})
    )
    if details.is_valid() and time.is_valid():
        return _revised(request, meeting, participant, details, time)

    context = {
        "meeting": meeting,
        "club": meeting.club,
        "details": details,
        "time": time,
        "milestones": milestones_of(meeting.club, request.user),
        "zone": current_zone(),
    }
    status = form_status(details, time)
    return render(request, "meetings/meetings/edit.html", context, status=status)


@dataclass(frozen=True, slots=True)
class _CallForms:
    """The whole page on which a meeting is called; only the chosen way of finding a time is read."""

    way: str
    details: DetailsForm
    deadline: AnswersUntilForm
    times: dict[str, forms.Form]
    ways: Mapping[str, Promise]

    @classmethod
    def of(cls, request: SignedInRequest, club: Club) -> _CallForms:
        sent = posted(request)
        way = sent.get("way", "") if sent is not None else "propose"
        way = way if way in WAYS else "propose"
        reads = Read.objects.going_on().filter(club=club).select_related("book")
        read, upto = next_place(club)
        length = usual_length(club)
        usual = {"minutes_long": length} if length else {}
        kinds: dict[str, type[forms.Form]] = {
            "propose": TimesForm,
            "rule": RuleForm,
            "appoint": AppointmentForm,
        }
        return cls(
            way=way,
            details=DetailsForm(
                sent,
                reads=reads,
                measures=Measures(request.user),
                shown=(read, upto),
                initial={"read": read},
            ),
            deadline=AnswersUntilForm(sent if way != "appoint" else None),
            times={
                # Not `required`: a browser would not send what is filled in because of what it hides.
                name: kind(
                    sent if name == way else None,
                    prefix=name,
                    initial=usual,
                    use_required_attribute=False,
                )
                for name, kind in kinds.items()
            },
            ways=WAYS,
        )

    def is_valid(self) -> bool:
        # All of them, so that everything that is wrong is told at once.
        good = [self.details.is_valid(), self.times[self.way].is_valid()]
        if self.way != "appoint":
            good.append(self.deadline.is_valid())
        return all(good)


def _called(club: Club, participant: Participant, asked: _CallForms) -> Meeting:
    details, times = asked.details.details, asked.times[asked.way]
    if isinstance(times, AppointmentForm):
        return appoint(
            club=club,
            by=participant.membership,
            details=details,
            span=times.span,
            repeats=times.cleaned_data["repeats"],
        )
    spans = times.spans if isinstance(times, TimesForm | RuleForm) else []
    return propose(
        club=club,
        by=participant.membership,
        details=details,
        spans=spans,
        answers_until=asked.deadline.cleaned_data["answers_until"],
    )


def _revised(
    request: SignedInRequest,
    meeting: Meeting,
    participant: Participant,
    details: DetailsForm,
    time: AppointmentForm | AnswersUntilForm,
) -> HttpResponse:
    try:
        what = revise(
            meeting=meeting,
            by=participant.membership,
            details=details.details,
            span=time.span if isinstance(time, AppointmentForm) else None,
            answers_until=time.cleaned_data.get("answers_until"),
            repeats=time.cleaned_data.get("repeats"),
        )
    except TooLateError:
        messages.error(request, str(TOO_LATE))
        return redirect(meeting)
    told = {"time", "place", "name"} & set(what) and meeting.stage == MeetingStage.FIXED
    messages.success(
        request,
        gettext("The meeting is changed, and everybody is told.")
        if told
        else gettext("The meeting is changed."),
    )
    return redirect(meeting)


def _as_typed(meeting: Meeting) -> dict[str, Any]:
    return {
        "title": "" if is_own_name(meeting.title, meeting.read) else meeting.title,
        "read": meeting.read,
        "place": meeting.place,
        "url": meeting.url,
        "word": typed_again(meeting.word),
    }


@shows_and_saves
@login_required
def delete(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Put a meeting into the trash."""
    meeting, participant = meeting_for(request, meeting_id)

    what = gettext(
        "What was said in its room, its minutes, questions and answers go with it. Whoever has it in their calendar gets"
        " a letter that it is cancelled."
    )
    if meeting.repeats:
        what += " " + gettext("It is not repeated while it is in the trash.")
    return ask_and_discard(
        request,
        "meeting",
        meeting,
        me=participant.membership,
        what=what,
        act=partial(discard_meeting, meeting=meeting, by=request.user),
        leads_to=reverse("meetings:meeting_index", args=[meeting.club_id]),
    )
