"""Lines of talk: said, shown, taken back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import talking
from bookcub.meetings.actions.rooms import RoomClosedError
from bookcub.meetings.forms.room import HandForm, HandsForm, LineForm, OpeningForm
from bookcub.meetings.models import Line, LineKind, ShowOfHands
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.entering import CLOSED, done, refused, room_for, too_late

NOT_YOUR_LINE = "Only what you said yourself can be taken back."
ONE_AT_A_TIME = "There is a show of hands already. Count that one first."
COUNTED = "The hands are counted already."


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Say something."""
    meeting, stand = room_for(request, meeting_id)

    form = LineForm(request.POST)
    if not form.is_valid():
        return refused(request, meeting, stand, form)

    try:
        talking.say(
            meeting=meeting,
            by=stand.membership,
            html=form.cleaned_data["text"],
            client_key=form.cleaned_data["client_key"],
        )
    except RoomClosedError:
        form.add_error(None, f"{CLOSED} Your words were not said; they stay here.")
        return refused(request, meeting, stand, form)

    return done(request, meeting)


@login_required
@require_POST
def delete(request: SignedInRequest, meeting_id: int, number: int) -> HttpResponse:
    """Take one's own line back."""
    meeting, stand = room_for(request, meeting_id)
    lines = Line.objects.visible_to(request.user).filter(
        meeting=meeting, kind__in=[LineKind.SAID, LineKind.BOOK]
    )
    line = get_object_or_404(lines, number=number)
    ensure(line.membership_id == stand.membership.pk, NOT_YOUR_LINE)

    talking.take_back(line=line)

    return done(request, meeting)


@login_required
@require_POST
def open_book(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Open the book at a passage, for everybody."""
    meeting, stand = room_for(request, meeting_id)

    form = OpeningForm(request.POST, meeting=meeting, person=request.user)
    if not form.is_valid() or form.opening is None:
        return refused(request, meeting, stand, form)

    try:
        talking.open_book(
            meeting=meeting,
            by=stand.membership,
            opening=form.opening,
            client_key=form.cleaned_data["client_key"],
        )
    except RoomClosedError:
        return too_late(request, meeting, CLOSED)

    return done(request, meeting)


@login_required
@require_POST
def ask_for_hands(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting, stand = room_for(request, meeting_id)

    form = HandsForm(request.POST)
    if not form.is_valid():
        return refused(request, meeting, stand, form)

    try:
        talking.ask_for_hands(
            meeting=meeting,
            by=stand.membership,
            question=form.cleaned_data["question"],
            options=form.cleaned_data["options"],
        )
    except RoomClosedError:
        return too_late(request, meeting, CLOSED)
    except talking.HandsUpError:
        form.add_error(None, ONE_AT_A_TIME)
        return refused(request, meeting, stand, form)

    return done(request, meeting)


@login_required
@require_POST
def raise_hand(request: SignedInRequest, meeting_id: int, show_id: int) -> HttpResponse:
    meeting, stand = room_for(request, meeting_id)
    show = get_object_or_404(ShowOfHands, meeting=meeting, pk=show_id)

    form = HandForm(request.POST, answers=len(show.options))
    if not form.is_valid():
        return refused(request, meeting, stand, form)

    try:
        talking.raise_hand(show=show, by=stand.membership, option=form.cleaned_data["option"])
    except RoomClosedError:
        return too_late(request, meeting, CLOSED)
    except talking.CountedError:
        return too_late(request, meeting, COUNTED)

    return done(request, meeting)


@login_required
@require_POST
def count_hands(request: SignedInRequest, meeting_id: int, show_id: int) -> HttpResponse:
    """End a show of hands: whoever asked, or who runs the meeting."""
    meeting, stand = room_for(request, meeting_id)
    show = get_object_or_404(ShowOfHands, meeting=meeting, pk=show_id)
    ensure(
        may_run(stand, meeting) or show.asked_by_id == stand.membership.pk,
        "Whoever asked counts, or a host.",
    )

    try:
        talking.count_hands(show=show, by=stand.membership)
    except RoomClosedError:
        return too_late(request, meeting, CLOSED)

    return done(request, meeting)
