"""The minutes of a meeting: read, written, published; and the states they have been in."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from bookcub.clubs.views.discarding import ask_and_discard
from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.meetings.actions import minutes as actions
from bookcub.meetings.actions.trash import discard_minutes
from bookcub.meetings.forms.minutes import SummaryForm
from bookcub.meetings.models import MinutesRevision
from bookcub.meetings.queries.minutes import (
    may_write,
    minutes_for,
    minutes_page,
    said_in,
    scaffold_of,
)
from bookcub.meetings.queries.room import room_access_of
from bookcub.meetings.views.lookups import meeting_for, readable_minutes
from bookcub.meetings.views.room.answers import room_for
from bookcub.web.forms.refusals import refusals

NOT_YET = gettext_lazy(
    "Only a host can write the summary. Once everybody can read it, you can correct it."
)
SAID_MEANWHILE = gettext_lazy(
    "%(name)s saved another summary in the meantime. It is shown below. Add what you want to keep of it to yours, then"
    " save again."
)


@require_safe
@login_required
def detail(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """What stays of the meeting; before its place, its access."""
    meeting, participant = meeting_for(request, meeting_id)

    access = room_access_of(meeting, request.user)
    if not access.is_open_to_them:
        return render(request, "meetings/room_access.html", {"access": access, "meeting": meeting})

    page = minutes_page(meeting, participant, request.user)
    context = {
        "page": page,
        "meeting": meeting,
        "access": access,
        "club": meeting.club,
        "membership": participant.membership,
    }
    return render(request, "meetings/minutes/detail.html", context)


@shows_and_saves
@login_required
def edit(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Write the summary, or correct it."""
    meeting, participant = room_for(request, meeting_id)
    minutes = minutes_for(meeting, participant, request.user)
    ensure(may_write(participant, meeting, minutes), str(NOT_YET))

    newest = minutes.revisions.first() if minutes else None
    said = said_in(meeting, request.user)
    summary = minutes.html if minutes else ""
    scaffold = "" if summary else scaffold_of(said)
    begins = request.GET.get("begin") == "questions"
    initial = {
        "text": scaffold if begins and not summary else summary,
        "based_on": newest.number if newest else 0,
    }
    form = SummaryForm(posted(request), initial=initial)
    theirs: MinutesRevision | None = None
    if form.is_valid():
        try:
            with refusals(form) as refused:
                actions.write_summary(
                    meeting=meeting,
                    by=participant.membership,
                    html=form.cleaned_data["text"],
                    based_on=form.cleaned_data["based_on"],
                )
        except actions.MovedOnError as error:
            theirs = error.revision
            form = _again(form, theirs)
        else:
            if not refused:
                messages.success(request, gettext("The summary is saved."))
                return redirect("meetings:minutes_detail", meeting.pk)

    context = {
        "meeting": meeting,
        "form": form,
        "theirs": theirs,
        "minutes": minutes,
        "lines": said,
        "scaffold": "" if begins or form.is_bound else scaffold,
    }
    status = form_status(form, too_late=theirs is not None)
    return render(request, "meetings/minutes/edit.html", context, status=status)


def _again(form: SummaryForm, theirs: MinutesRevision) -> SummaryForm:
    """The same words, to be saved over the revision that came in between once it has been seen."""
    data = {"text": form.data["text"], "based_on": theirs.number}
    again = SummaryForm(data, initial=form.initial)
    again.is_valid()
    name = theirs.by.name if theirs.by else gettext("A former member")
    again.add_error(None, SAID_MEANWHILE % {"name": name})
    return again


@shows_and_saves
@login_required
def delete(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Put the minutes into the trash."""
    meeting, participant = room_for(request, meeting_id)
    minutes = readable_minutes(request, meeting, participant)
    ensure(
        meeting.closed_at is not None, gettext("The meeting is not over yet. Close the room first.")
    )

    what = gettext(
        "The summary with all its revisions goes with it, and what was said in the room. The meeting stays."
    )
    return ask_and_discard(
        request,
        "minutes",
        minutes,
        me=participant.membership,
        what=what,
        act=partial(discard_minutes, minutes=minutes, by=request.user),
        leads_to=meeting.get_absolute_url(),
    )
