"""The minutes of a meeting: read, written, published; and the states they have been in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from bookcub.core.http import SignedInRequest, ensure, posted, saves, shows_and_saves
from bookcub.core.text import side_by_side, summary_of
from bookcub.meetings.actions import minutes as actions
from bookcub.meetings.forms.minutes import SummaryForm
from bookcub.meetings.models import Meeting, Minutes, MinutesRevision
from bookcub.meetings.policies import Standing, may_run
from bookcub.meetings.queries.minutes import may_write, minutes_for, minutes_page
from bookcub.meetings.queries.room import door_of
from bookcub.meetings.views.entering import NOT_YOURS, room_for
from bookcub.meetings.views.finding import meeting_for
from bookcub.works.views.pages.comparison import stretches

NOT_YET = "The summary can be corrected once it is published; until then a host writes it."
SAID_MEANWHILE = (
    "{name} has saved another summary meanwhile. It is below. Put into yours what you want to keep of it, and save"
    " again."
)


@require_safe
@login_required
def detail(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """What stays of the meeting; before its place, its door."""
    meeting, stand = meeting_for(request, meeting_id)

    door = door_of(meeting, request.user)
    if not door.is_open_to_them:
        return render(request, "meetings/room_door.html", {"door": door, "meeting": meeting})

    page = minutes_page(meeting, stand, request.user)
    context = {"page": page, "meeting": meeting, "door": door}
    return render(request, "meetings/minutes_detail.html", context)


@shows_and_saves
@login_required
def edit(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Write the summary, or correct it."""
    meeting, stand = room_for(request, meeting_id)
    minutes = minutes_for(meeting, stand, request.user)
    ensure(may_write(stand, meeting, minutes), NOT_YET)

    newest = minutes.revisions.first() if minutes else None
    initial = {
        "text": minutes.html if minutes else "",
        "based_on": newest.number if newest else 0,
    }
    form = SummaryForm(posted(request), initial=initial)
    theirs: MinutesRevision | None = None
    if form.is_valid():
        try:
            actions.write_summary(
                meeting=meeting,
                by=stand.membership,
                html=form.cleaned_data["text"],
                based_on=form.cleaned_data["based_on"],
            )
        except actions.MovedOnError as error:
            theirs = error.revision
            form = _again(form, theirs)
        else:
            messages.success(request, "The summary is saved.")
            return redirect("meetings:minutes_detail", meeting.pk)

    context = {"meeting": meeting, "form": form, "theirs": theirs, "minutes": minutes}
    status = 422 if saves(request) else 200
    return render(request, "meetings/minutes_edit.html", context, status=status)


@login_required
@require_POST
def publish(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, stand = room_for(request, meeting_id)
    ensure(may_run(stand, meeting), NOT_YOURS)
    ensure(meeting.closed_at is not None, "Close the room first: the talk is not over.")

    if actions.publish(meeting=meeting, by=stand.membership):
        messages.success(request, "The members can read the minutes, each from that place on.")

    return redirect("meetings:minutes_detail", meeting.pk)


@login_required
@require_POST
def withdraw(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, stand = room_for(request, meeting_id)
    ensure(may_run(stand, meeting), NOT_YOURS)

    if actions.withdraw(meeting=meeting):
        messages.success(request, "The minutes are taken back until you publish them again.")

    return redirect("meetings:minutes_detail", meeting.pk)


@require_safe
@login_required
def history(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Every summary there has been: who, when, and what one of them changed."""
    meeting, stand = room_for(request, meeting_id)
    minutes = _readable(request, meeting, stand)

    revisions = list(minutes.revisions.select_related("by__pseud"))
    shown = _chosen(request.GET.get("revision", ""), revisions)
    before = next((each for each in revisions if shown and each.number < shown.number), None)
    rows = side_by_side(before.html if before else "", shown.html) if shown else []
    added, removed = summary_of(rows)
    context = {
        "meeting": meeting,
        "revisions": revisions,
        "shown": shown,
        "before": before,
        "stretches": stretches(rows, whole=True),
        "added": added,
        "removed": removed,
        "may_write": may_write(stand, meeting, minutes),
    }
    return render(request, "meetings/minutes_history.html", context)


@login_required
@require_POST
def restore(request: SignedInRequest, meeting_id: int, number: int) -> HttpResponse:
    """Let the summary say again what it said then; that is a new revision."""
    meeting, stand = room_for(request, meeting_id)
    minutes = _readable(request, meeting, stand)
    ensure(may_write(stand, meeting, minutes), NOT_YET)
    revision = get_object_or_404(minutes.revisions, number=number)

    if actions.write_summary(meeting=meeting, by=stand.membership, html=revision.html):
        messages.success(request, f"The summary says again what revision {number} said.")
    else:
        messages.info(request, f"Revision {number} is what the summary says already.")

    return redirect("meetings:minutes_history", meeting.pk)


def _readable(request: SignedInRequest, meeting: Meeting, stand: Standing) -> Minutes:
    minutes = minutes_for(meeting, stand, request.user)
    if minutes is None:
        raise Http404
    return minutes


def _chosen(given: str, revisions: list[MinutesRevision]) -> MinutesRevision | None:
    return next(
        (each for each in revisions if str(each.number) == given),
        revisions[0] if revisions else None,
    )


def _again(form: SummaryForm, theirs: MinutesRevision) -> SummaryForm:
    """The same words, to be saved over the revision that came in between once it has been seen."""
    data = {"text": form.data["text"], "based_on": theirs.number}
    again = SummaryForm(data, initial=form.initial)
    again.is_valid()
    name = theirs.by.name if theirs.by else "Somebody"
    again.add_error(None, SAID_MEANWHILE.format(name=name))
    return again
