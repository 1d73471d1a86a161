"""The last time that a club met."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models.functions import Coalesce

from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.people.models import User


def last_meeting(person: User, clubs: Iterable[int], *, besides: int = 0) -> Meeting | None:
    """The meeting of these clubs that was held last, of those whose talk the person may read. One query."""
    held = Meeting.objects.open_to(person).filter(club__in=list(clubs), stage=MeetingStage.HELD)
    newest = held.exclude(pk=besides).order_by(Coalesce("closed_at", "starts_at").desc(), "-pk")
    return newest.select_related("club", "read", "minutes").first()
