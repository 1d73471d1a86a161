"""Which of the proposed times suit somebody without an account, as they told whoever runs the meeting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, ensure, form_status, posted, shows_and_saves
from bookcub.core.zones import current_zone
from bookcub.meetings.actions.answers import say_when
from bookcub.meetings.actions.meetings import TooLateError
from bookcub.meetings.forms.answers import AvailabilityForm
from bookcub.meetings.models import MeetingStage
from bookcub.meetings.policies import may_run
from bookcub.meetings.queries.pages import names_in
from bookcub.meetings.queries.times import times_of
from bookcub.meetings.views.availabilities import CHOOSE
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.meetings import NOT_YOURS_TO_CHANGE
from bookcub.meetings.views.pages import TOO_LATE


@shows_and_saves
@login_required
def edit(request: SignedInRequest, meeting_id: int, membership_id: int) -> HttpResponse:
    meeting, participant = meeting_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS_TO_CHANGE))
    member = get_object_or_404(names_in(meeting.club_id), pk=membership_id)
    if meeting.stage != MeetingStage.FINDING:
        messages.error(request, str(TOO_LATE))
        return redirect(meeting)

    form = AvailabilityForm(posted(request), slots=meeting.slots.all())
    if form.is_valid():
        try:
            say_when(meeting=meeting, by=participant.membership, answers=form.answers, whose=member)
        except TooLateError:
            messages.error(request, str(TOO_LATE))
        else:
            done = gettext("The answers of %(name)s are saved.") % {"name": member.name}
            messages.success(request, done)
        return redirect(meeting)
    if form.is_bound:
        messages.error(request, str(CHOOSE))

    zone = current_zone()
    context = {
        "meeting": meeting,
        "club": meeting.club,
        "membership": participant.membership,
        "member": member,
        "told": times_of(meeting, member, zone, heard_by=request.user),
        "zone": zone,
    }
    return render(request, "meetings/times/edit.html", context, status=form_status(form))
