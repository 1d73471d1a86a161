"""The meeting that a question means: the last one, one by its name or book, or one of some days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Coalesce

from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.meetings.queries.last_time import last_meeting
from bookcub.memory.recall.asked import asks_for_last_time, without_last_time
from bookcub.memory.recall.meetings_named import (
    asks_for_minutes,
    meeting_named,
    speaks_of_one_meeting,
    without_meeting,
)
from bookcub.people.models import User

MOST_MEETINGS = 300  # that are known by name


@dataclass(frozen=True, slots=True)
class MeetingMeant:
    """A meeting whose talk is open to whoever asks, and what else they ask for."""

    meeting: Meeting
    rest: str
    is_last: bool = False  # it was asked for as the last one
    is_by_name: bool = False  # then it may have been meant otherwise


def meeting_meant(
    person: User,
    clubs: Sequence[int],
    typed: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> MeetingMeant | None:
    """None where it means none, or none that is open to the person. Two queries at most."""
    if asks_for_last_time(typed):
        last = last_meeting(person, clubs)
        return MeetingMeant(last, without_last_time(typed), is_last=True) if last else None
    is_one = speaks_of_one_meeting(typed)
    if not is_one and not asks_for_minutes(typed):
        return None
    held = Meeting.objects.open_to(person).filter(club__in=clubs, stage=MeetingStage.HELD)
    held = held.order_by(Coalesce("closed_at", "starts_at").desc(), "-pk")
    newest = [
        meeting
        for meeting in held.select_related("club", "read", "minutes")[:MOST_MEETINGS]
        if _is_of_days(meeting, since, until)
    ]
    by_number = {meeting.pk: meeting for meeting in newest}
    names = {
        meeting.pk: [meeting.name, *([meeting.read.title] if meeting.read else [])]
        for meeting in newest
    }
    if named := meeting_named(typed, names):
        return MeetingMeant(by_number[named.number], named.rest, is_by_name=True)
    if is_one and since and until and newest:
        return MeetingMeant(newest[0], without_meeting(typed))
    return None


def _is_of_days(meeting: Meeting, since: datetime | None, until: datetime | None) -> bool:
    day = meeting.held_at
    return not day or ((not since or day >= since) and (not until or day < until))


def has_met(person: User, clubs: Sequence[int]) -> bool:
    """Whether any of these clubs has held a meeting, as far as the person knows. One query."""
    held = Meeting.objects.visible_to(person).filter(club__in=clubs, stage=MeetingStage.HELD)
    return held.exists()
