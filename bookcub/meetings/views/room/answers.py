"""What the views of a room begin and end with."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.http import CONFLICT, UNPROCESSABLE, SignedInRequest, ensure, form_status
from bookcub.core.page_urls import reverse
from bookcub.meetings.forms.room import HandsForm, LineForm, OpeningForm, TimerForm
from bookcub.meetings.models import Meeting
from bookcub.meetings.policies import Participant
from bookcub.meetings.queries.room import RoomAccess, room_access_of, room_page
from bookcub.meetings.queries.wording import talk_of
from bookcub.meetings.views.lookups import meeting_for
from bookcub.reads.queries.measures import Measures

CLOSED = gettext_lazy(
    "The room is not open, so this was not sent. Reload the page to see how it is."
)
PARTS = {
    "hands": "meetings/rooms/_hands.html",
    "desk": "meetings/rooms/_desk.html",
    "passage": "meetings/rooms/_passage.html",
    "topic": "meetings/rooms/_topic.html",
    "topics": "meetings/rooms/_topics.html",
}
NOT_YOURS = gettext_lazy(
    "Only a host, or the member who called the meeting, can do that. Ask one of them."
)


def room_for(request: SignedInRequest, meeting_id: int) -> tuple[Meeting, Participant]:
    """A meeting whose talk the person may hear; 404 outside of its club, 403 before its place."""
    meeting, participant = meeting_for(request, meeting_id)
    ensure(
        Meeting.objects.filter(pk=meeting.pk).open_to(request.user).exists(),
        gettext(
            "This meeting talks about the book: %(place)s. Read that far first, or choose “Show it anyway” in the room."
        )
        % {"place": talk_of(meeting, Measures(request.user))},
    )
    return meeting, participant


def show_room(
    request: SignedInRequest,
    meeting: Meeting,
    participant: Participant,
    *,
    bound: forms.Form | None = None,
    before: int | None = None,
    access: RoomAccess | None = None,
) -> HttpResponse:
    """Draw the room, with one of its forms as it was sent if something in it is wrong."""
    given = {type(bound): bound} if bound is not None else {}
    page = room_page(meeting, participant, request.user, before=before)
    opening = given.get(OpeningForm) or OpeningForm(
        meeting=meeting, person=request.user, initial=_asked_opening(request)
    )
    context = {
        "page": page,
        "meeting": meeting,
        "form": given.get(LineForm) or LineForm(),
        "opening": opening,
        "opening_is_asked": bool(_asked_opening(request)) or opening.is_bound,
        "hands": given.get(HandsForm) or HandsForm(),
        "timer": given.get(TimerForm) or TimerForm(),
        "bound": bound,
        "zone": request.user.preferences.time_zone,
        "kept_as": f"room-{meeting.pk}",
        "place": talk_of(meeting, Measures(request.user)),
        "access": access or room_access_of(meeting, request.user),
    }
    part = PARTS.get(request.GET.get("part", ""))
    if part and not bound:
        return render(request, part, context)
    return render(request, "meetings/rooms/detail.html", context, status=form_status(bound))


def done(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    """Say that it is done: to the page's script without a page, else with the room."""
    if request.htmx:
        return HttpResponse(status=204)
    return redirect(reverse("meetings:room_detail", args=[meeting.pk]) + "#now")


def refused(
    request: SignedInRequest, meeting: Meeting, participant: Participant, form: forms.Form
) -> HttpResponse:
    """Say what is wrong with what was sent: in one sentence to the script, else with the room."""
    if request.htmx:
        reason = " ".join(str(sentence) for errors in form.errors.values() for sentence in errors)
        return HttpResponse(reason, status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
    return show_room(request, meeting, participant, bound=form)


def too_late(request: SignedInRequest, meeting: Meeting, sentence: str | Promise) -> HttpResponse:
    """Say that the room has moved on meanwhile."""
    sentence = str(sentence)
    if request.htmx:
        return HttpResponse(sentence, status=CONFLICT, content_type="text/plain; charset=utf-8")
    messages.warning(request, sentence)
    return redirect("meetings:room_detail", meeting.pk)


def _asked_opening(request: SignedInRequest) -> dict[str, str]:
    """A passage that a link elsewhere (an agenda, a note) wants opened: filled in, not yet sent."""
    return {
        name: request.GET[name] for name in ("chapter", "block", "words") if request.GET.get(name)
    }
