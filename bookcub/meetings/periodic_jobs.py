"""Chores of meetings: reminders, each once, also after a restart.

A reminder's mark on the meeting and the letters it asks for are one transaction, so that a kill in between neither
loses nor repeats them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal

from bookcub.clubs.models import Membership, Role
from bookcub.clubs.policies import OF_TWO, size_of
from bookcub.core.clock import now
from bookcub.core.schedule import every
from bookcub.meetings import signals
from bookcub.meetings.actions.meetings import DAY, HOUR, call_next
from bookcub.meetings.actions.rooms import close_forgotten_rooms
from bookcub.meetings.models import Coming, Meeting, MeetingStage, Rsvp, SlotAnswer
from bookcub.meetings.queries.recipients import who_wants_letters
from bookcub.meetings.tasks import mail_about_answers, mail_reminder

MINUTE = 60


@every(seconds=10 * MINUTE)
def close_rooms() -> int:
    """Close rooms that everybody has left without closing them; returns how many."""
    return close_forgotten_rooms()


@every(seconds=10 * MINUTE)
def call_what_repeats() -> int:
    """Call the next of each meeting that repeats and is over, cancelled ones too; returns how many."""
    at = now()
    begun = Meeting.objects.standing().exclude(repeats="").filter(starts_at__lte=at)
    over = [meeting for meeting in begun if meeting.ends_at and meeting.ends_at <= at]
    return sum(call_next(meeting=meeting) is not None for meeting in over)


@every(seconds=MINUTE)
def remind_of_meetings() -> int:
    """Remind of meetings a day and an hour before; returns how many reminders were due."""
    at = now()
    fixed = Meeting.objects.standing().filter(stage=MeetingStage.FIXED, starts_at__gt=at)
    hour = fixed.filter(starts_at__lte=at + HOUR, reminded_hour_at=None)
    # Whoever was away yesterday is not told "tomorrow" an hour before.
    day = fixed.filter(
        starts_at__lte=at + DAY,
        starts_at__gt=at + HOUR,
        reminded_day_at=None,
        reminded_hour_at=None,
    )
    done = [_remind(meeting, "hour", at) for meeting in hour]
    done += [_remind(meeting, "day", at) for meeting in day]
    return sum(done)


@every(seconds=MINUTE)
def ask_for_answers() -> int:
    """Ask once more a day before the time for answers is over, and tell who decides when it is; returns how many."""
    at = now()
    finding = Meeting.objects.standing().filter(stage=MeetingStage.FINDING)
    due = finding.filter(answers_until__gt=at, answers_until__lte=at + DAY, reminded_day_at=None)
    over = finding.filter(answers_until__lte=at, reminded_hour_at=None)
    done = [_ask_the_silent(meeting, at) for meeting in due]
    done += [_tell_who_decides(meeting, at) for meeting in over]
    return sum(done)


@transaction.atomic
def _remind(meeting: Meeting, before: str, at: datetime) -> bool:
    if not _claim(meeting, f"reminded_{before}_at", at):
        return False
    not_coming = Rsvp.objects.filter(meeting=meeting, coming=Coming.NO).values("membership")
    readers = who_wants_letters().filter(club=meeting.club_id).exclude(pk__in=not_coming)
    for membership in readers:
        mail_reminder.enqueue(meeting.pk, membership.pk, before)
    _announce(signals.meeting_reminder_due, meeting, before=before)
    return True


@transaction.atomic
def _ask_the_silent(meeting: Meeting, at: datetime) -> bool:
    if not _claim(meeting, "reminded_day_at", at):
        return False
    answered = SlotAnswer.objects.filter(slot__meeting=meeting).values("membership")
    silent = who_wants_letters().filter(club=meeting.club_id).exclude(pk__in=answered)
    _write(meeting, silent, are_in=False)
    _announce(signals.slot_answers_due, meeting)
    return True


@transaction.atomic
def _tell_who_decides(meeting: Meeting, at: datetime) -> bool:
    if not _claim(meeting, "reminded_hour_at", at):
        return False
    members = who_wants_letters().filter(club=meeting.club_id)
    if size_of(meeting.club_id) > OF_TWO:
        members = members.filter(Q(role=Role.HOST) | Q(pk=meeting.made_by_id))
    _write(meeting, members, are_in=True)
    _announce(signals.slot_answers_in, meeting)
    return True


def _claim(meeting: Meeting, mark: str, at: datetime) -> bool:
    """Set the mark unless somebody was quicker, or the meeting has changed since it was looked at."""
    same = Meeting.objects.filter(
        pk=meeting.pk, stage=meeting.stage, starts_at=meeting.starts_at, **{mark: None}
    )
    return bool(same.update(**{mark: at}))


def _write(meeting: Meeting, members: Iterable[Membership], *, are_in: bool) -> None:
    for membership in members:
        mail_about_answers.enqueue(meeting.pk, membership.pk, are_in=are_in)


def _announce(signal: Signal, meeting: Meeting, **more: object) -> None:
    transaction.on_commit(partial(signal.send, Meeting, meeting=meeting, **more))
