"""Meetings for tests, made as the pages make them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from bookcub.clubs.models import Club, Membership
from bookcub.meetings.actions.meetings import Details, appoint, propose
from bookcub.meetings.availability import Span
from bookcub.meetings.models import Meeting
from bookcub.people.models import User

TWO_HOURS = timedelta(hours=2)


def span(starts: datetime, length: timedelta = TWO_HOURS) -> Span:
    return Span(starts, starts + length)


def soon(days: int = 10) -> datetime:
    """A round moment some days from now."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)


def membership(club: Club, person: User) -> Membership:
    return Membership.objects.get(club=club, user=person)


def called(
    club: Club, by: User, *, at: datetime | None = None, title: str = "Tea", **more: Any
) -> Meeting:
    """A meeting that is fixed."""
    return appoint(
        club=club,
        by=membership(club, by),
        details=Details(title=title, **more),
        span=span(at or soon()),
    )


def proposed(
    club: Club, by: User, *starts: datetime, until: datetime | None = None, **more: Any
) -> Meeting:
    """A meeting whose time is sought among these."""
    more.setdefault("title", "Tea")
    return propose(
        club=club,
        by=membership(club, by),
        details=Details(**more),
        spans=[span(at) for at in starts or (soon(10), soon(11))],
        answers_until=until,
    )
