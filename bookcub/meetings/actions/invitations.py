"""Who is asked for a time, who gets a meeting into their calendar, and who out of it again.

The letters are asked for in the transaction that changes the meeting: both are kept, or neither.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.meetings.queries.recipients import who_wants_letters
from bookcub.meetings.tasks import (
    mail_about_answers,
    mail_cancellation,
    mail_invitation,
    mail_parting,
)


def ask(*, meeting: Meeting) -> None:
    """Ask everybody but whoever proposed the times when they can."""
    for membership in who_wants_letters().filter(club=meeting.club_id):
        if membership.pk != meeting.made_by_id:
            mail_about_answers.enqueue(meeting.pk, membership.pk, are_in=False)


def invite(*, meeting: Meeting, is_change: bool) -> None:
    """Send everybody the meeting as it is now."""
    for membership in who_wants_letters().filter(club=meeting.club_id):
        mail_invitation.enqueue(meeting.pk, membership.pk, is_change=is_change)


def call_off(*, meeting: Meeting) -> None:
    """Tell everybody that it will not be."""
    for membership in who_wants_letters().filter(club=meeting.club_id):
        mail_cancellation.enqueue(meeting.pk, membership.pk)


def welcome(*, membership: Membership) -> None:
    """Invite somebody who has just joined to what is coming."""
    for meeting in _to_come(membership):
        mail_invitation.enqueue(meeting.pk, membership.pk, is_change=False)


@transaction.atomic
def see_off(*, membership: Membership) -> None:
    """Take the club's coming meetings out of the calendar of somebody who has left."""
    for meeting in _to_come(membership):
        # A calendar believes only a greater number; whoever comes back is invited with one greater still.
        Meeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1)
        mail_parting.enqueue(meeting.pk, membership.pk, meeting.sequence + 1)


def _to_come(membership: Membership) -> list[Meeting]:
    meetings = Meeting.objects.standing().filter(club=membership.club_id, stage=MeetingStage.FIXED)
    return list(meetings.filter(starts_at__gt=now()).order_by("starts_at"))
