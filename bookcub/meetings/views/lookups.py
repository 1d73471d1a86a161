"""What the views of meetings begin with: the club or the meeting, and where the person stands in it."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from bookcub.clubs.models import Club
from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.models import Meeting, Minutes
from bookcub.meetings.policies import Standing
from bookcub.meetings.queries.minutes import minutes_for


def club_for(request: SignedInRequest, club_id: int) -> tuple[Club, Standing]:
    """A club that the person belongs to; 404 when it does not exist for them, 403 when they do not belong."""
    club = get_object_or_404(Club.objects.visible_to(request.user), pk=club_id)
    stand = Standing.of(request.user, club)
    ensure(stand is not None, "Its meetings are for the members of the club.")
    assert stand is not None  # noqa: S101  # for mypy: `ensure` has just said so
    return club, stand


def meeting_for(request: SignedInRequest, meeting_id: int) -> tuple[Meeting, Standing]:
    """A meeting of one of the person's clubs; 404 otherwise."""
    meetings = Meeting.objects.visible_to(request.user)
    meeting = get_object_or_404(
        meetings.select_related("club", "read__book", "made_by__pseud"), pk=meeting_id
    )
    stand = Standing.of(request.user, meeting.club)
    if stand is None:
        raise Http404
    return meeting, stand


def readable_minutes(request: SignedInRequest, meeting: Meeting, stand: Standing) -> Minutes:
    """What stays of a meeting, as far as the person may read it; 404 otherwise."""
    minutes = minutes_for(meeting, stand, request.user)
    if minutes is None:
        raise Http404
    return minutes
