"""Letters about meetings, carried by the background worker. What they may say is decided when they go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django_tasks import task

from bookcub.clubs.models import Membership
from bookcub.core.background import LETTERS
from bookcub.meetings import letters
from bookcub.meetings.models import Meeting, MeetingQuerySet, MeetingStage
from bookcub.meetings.queries.recipients import who_wants_letters
from bookcub.people.mail import Letter, post


@task(queue_name=LETTERS)
def mail_invitation(meeting_id: int, membership_id: int, *, is_change: bool) -> bool:
    """Invite a member to a meeting as it is now, or tell of a change; says whether a letter went."""
    meeting = _meeting(meeting_id, MeetingStage.FIXED)
    membership = who_wants_letters().filter(pk=membership_id).first()
    if meeting is None or membership is None:
        return False
    return _send(membership, partial(letters.invited, meeting, membership, is_change=is_change))


@task(queue_name=LETTERS)
def mail_cancellation(meeting_id: int, membership_id: int) -> bool:
    """Tell a member that a meeting will not be; says whether a letter went."""
    meeting = _meetings().called_off().filter(pk=meeting_id).first()
    membership = who_wants_letters().filter(pk=membership_id).first()
    if meeting is None or membership is None:
        return False
    return _send(membership, partial(letters.called_off, meeting, membership))


@task(queue_name=LETTERS)
def mail_parting(meeting_id: int, membership_id: int, sequence: int) -> bool:
    """Take a meeting out of the calendar of somebody who left the club; says whether a letter went."""
    meeting = _meeting(meeting_id, MeetingStage.FIXED)
    membership = (
        Membership.objects.filter(pk=membership_id, left_at__isnull=False, user__is_active=True)
        .exclude(user__email="")
        .select_related("user__preferences", "pseud", "club")
        .first()
    )
    if meeting is None or membership is None:
        return False
    return _send(membership, partial(letters.parted, meeting, membership, sequence=sequence))


@task(queue_name=LETTERS)
def mail_reminder(meeting_id: int, membership_id: int, before: str) -> bool:
    """Remind a member, while the meeting still will be; says whether a letter went."""
    meeting = _meeting(meeting_id, MeetingStage.FIXED)
    membership = who_wants_letters().filter(pk=membership_id).first()
    if meeting is None or membership is None:
        return False
    return _send(membership, partial(letters.reminder, meeting, membership, before=before))


@task(queue_name=LETTERS)
def mail_about_answers(meeting_id: int, membership_id: int, *, are_in: bool) -> bool:
    """Ask a member when they can, or tell a host that the answers are in; says whether a letter went."""
    meeting = _meeting(meeting_id, MeetingStage.FINDING)
    membership = who_wants_letters().filter(pk=membership_id).first()
    if meeting is None or membership is None:
        return False
    words = letters.answers_are_in if are_in else letters.answers_wanted
    return _send(membership, partial(words, meeting, membership))


def _meeting(meeting_id: int, stage: MeetingStage) -> Meeting | None:
    return _meetings().standing().filter(pk=meeting_id, stage=stage).first()


def _meetings() -> MeetingQuerySet:
    return Meeting.objects.select_related("club", "read__book")


def _send(membership: Membership, write: Callable[[], Letter]) -> bool:
    if membership.user is None:
        return False
    post(write, to=membership.user.email, reader=membership.user)
    return True
