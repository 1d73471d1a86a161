"""Lines of talk: said, shown, taken back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions import lines as actions
from bookcub.meetings.actions.rooms import RoomClosedError
from bookcub.meetings.forms.room import LineForm
from bookcub.meetings.models import Line, LineKind
from bookcub.meetings.views.room.answers import done, refused, room_for
from bookcub.web.forms.refusals import refusals

NOT_SENT = gettext_lazy("The room is not open, so your words were not sent. They are still here.")
NOT_YOUR_LINE = gettext_lazy("You can only take back what you said yourself.")


@login_required
@require_POST
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Say something."""
    meeting, participant = room_for(request, meeting_id)

    form = LineForm(request.POST)
    if not form.is_valid():
        return refused(request, meeting, participant, form)

    say = actions.say_afterwards if form.cleaned_data["is_afterthought"] else actions.say
    with refusals(form) as late:
        try:
            say(
                meeting=meeting,
                by=participant.membership,
                html=form.cleaned_data["text"],
                client_key=form.cleaned_data["client_key"],
            )
        except RoomClosedError:
            form.add_error(None, str(NOT_SENT))
    if late or form.errors:
        return refused(request, meeting, participant, form)

    return done(request, meeting)


@login_required
@require_POST
def delete(request: SignedInRequest, meeting_id: int, number: int) -> HttpResponse:
    """Take one's own line back."""
    meeting, participant = room_for(request, meeting_id)
    lines = Line.objects.visible_to(request.user).filter(
        meeting=meeting, kind__in=[LineKind.SAID, LineKind.BOOK]
    )
    line = get_object_or_404(lines, number=number)
    ensure(line.membership_id == participant.membership.pk, str(NOT_YOUR_LINE))

    actions.take_back(line=line)

    return done(request, meeting)
