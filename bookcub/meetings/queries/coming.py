"""When a club meets next."""

from __future__ import annotations

from datetime import datetime

from bookcub.clubs.models import Club
from bookcub.core.clock import now
from bookcub.meetings.models import Meeting, MeetingStage


def next_start(club: Club) -> datetime | None:
    """Of the next meeting whose time is fixed. One query."""
    fixed = Meeting.objects.standing().filter(club=club, stage=MeetingStage.FIXED)
    starts = fixed.filter(starts_at__gt=now()).order_by("starts_at")
    return starts.values_list("starts_at", flat=True).first()
