"""Who was at a meeting: ticked by whoever runs it, and said by everybody of themselves."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings.actions.meetings import TooLateError
from bookcub.meetings.models import Attendance, Meeting


@transaction.atomic
def tick(*, meeting: Meeting, by: Membership, came: Collection[int], away: Collection[int]) -> None:
    """Keep which members were there, and which were not after all; what somebody has said of themselves stays.

    TooLateError where the meeting was cancelled meanwhile.
    """
    _ensure_begun(meeting)
    found = meeting.attendances.select_related("membership")
    own_words = {each.membership_id for each in found if each.is_their_own_word}
    said = {**dict.fromkeys(away, False), **dict.fromkeys(came, True)}
    for member, was_there in said.items():
        if member not in own_words or member == by.pk:
            _keep(meeting, member, was_there=was_there, said_by=None if member == by.pk else by)


@transaction.atomic
def say_of_oneself(*, meeting: Meeting, by: Membership, was_there: bool) -> None:
    """Keep whether a member was there as they say it: nobody else says it for them from then on."""
    _ensure_begun(meeting)
    _keep(meeting, by.pk, was_there=was_there, said_by=None)


def _keep(meeting: Meeting, member: int, *, was_there: bool, said_by: Membership | None) -> None:
    said = {"was_there": was_there, "said_by": said_by, "at": now()}
    Attendance.objects.update_or_create(meeting=meeting, membership_id=member, defaults=said)


def _ensure_begun(meeting: Meeting) -> None:
    there = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not there.has_begun(now()):
        raise TooLateError
