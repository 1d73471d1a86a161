"""What the views of meetings begin with: the club or the meeting, and where the person stands in it."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from bookcub.clubs.models import Club
from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.models import Meeting, Minutes
from bookcub.meetings.policies import Participant
from bookcub.meetings.queries.minutes import minutes_for


def club_for(request: SignedInRequest, club_id: int) -> tuple[Club, Participant]:
    """A club that the person belongs to; 404 when it does not exist for them, 403 when they do not belong."""
    club = get_object_or_404(Club.objects.visible_to(request.user), pk=club_id)
    participant = Participant.of(request.user, club)
    ensure(
        participant is not None,
        gettext(
            "Only members of the club can see its meetings. The club’s own page says how to join."
        ),
    )
    assert participant is not None  # noqa: S101  # for mypy: `ensure` has just said so
    return club, participant


def meeting_for(request: SignedInRequest, meeting_id: int) -> tuple[Meeting, Participant]:
    """A meeting of one of the person's clubs; 404 otherwise."""
    meetings = Meeting.objects.visible_to(request.user)
    meeting = get_object_or_404(
        meetings.select_related("club", "read__book", "made_by__pseud"), pk=meeting_id
    )
    participant = Participant.of(request.user, meeting.club)
    if participant is None:
        raise Http404
    return meeting, participant


def readable_minutes(
    request: SignedInRequest, meeting: Meeting, participant: Participant
) -> Minutes:
    """What stays of a meeting, as far as the person may read it; 404 otherwise."""
    minutes = minutes_for(meeting, participant, request.user)
    if minutes is None:
        raise Http404
    return minutes
