"""Putting meetings and minutes into the trash, and taking them out again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from bookcub.core import clock
from bookcub.meetings.actions.invitations import call_off, invite
from bookcub.meetings.actions.rooms import notify_room
from bookcub.meetings.models import Line, Meeting, MeetingQuerySet, MeetingStage, Minutes
from bookcub.people.models import User


@transaction.atomic
def discard_meeting(*, meeting: Meeting, by: User) -> None:
    """Put the meeting into the trash with all that hangs on it; one to come leaves everybody's calendar."""
    standing = Meeting.objects.filter(pk=meeting.pk, discarded_at=None)
    if standing.update(discarded_at=clock.now(), discarded_by=by):
        call_off_all(Meeting.objects.filter(pk=meeting.pk, read__discarded_at=None))
        notify_room(meeting.pk)


@transaction.atomic
def restore_meeting(*, meeting: Meeting) -> None:
    """Bring the meeting back as it was; to one to come everybody is invited again."""
    Meeting.objects.filter(pk=meeting.pk).update(discarded_at=None, discarded_by=None)
    invite_again(Meeting.objects.standing().filter(pk=meeting.pk))


def call_off_all(meetings: MeetingQuerySet) -> None:
    """These are hidden from now on: those to come leave everybody's calendar. Wants a transaction."""
    for meeting in _to_come(meetings):
        call_off(meeting=meeting)


def invite_again(meetings: MeetingQuerySet) -> None:
    """These are back: everybody is invited to those to come. Wants a transaction."""
    for meeting in _to_come(meetings):
        invite(meeting=meeting, is_change=False)


def _to_come(meetings: MeetingQuerySet) -> list[Meeting]:
    """Those that stand in calendars; each with the next number, without which no calendar believes a change."""
    ahead = meetings.filter(stage=MeetingStage.FIXED, starts_at__gt=clock.now())
    found = list(ahead.select_related("club"))
    Meeting.objects.filter(pk__in=[one.pk for one in found]).update(sequence=F("sequence") + 1)
    return found


@transaction.atomic
def discard_minutes(*, minutes: Minutes, by: User) -> None:
    """Put the minutes into the trash: the summary with its revisions, and what was said."""
    standing = Minutes.objects.filter(pk=minutes.pk, discarded_at=None)
    standing.update(discarded_at=clock.now(), discarded_by=by)


@transaction.atomic
def restore_minutes(*, minutes: Minutes) -> None:
    """Bring the minutes back as they were, published or not."""
    Minutes.objects.filter(pk=minutes.pk).update(discarded_at=None, discarded_by=None)


@transaction.atomic
def delete_minutes(*, minutes: Minutes) -> None:
    """Delete the minutes for good, with every line of the meeting's talk."""
    Line.objects.filter(meeting=minutes.meeting_id).delete()
    minutes.meeting.shows_of_hands.all().delete()
    minutes.delete()
