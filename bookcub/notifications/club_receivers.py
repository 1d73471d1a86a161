"""What notifications hear of clubs and meetings; `club_telling` says what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.dispatch import Signal

from bookcub.clubs import signals as clubs
from bookcub.clubs.models import ClubInvitation, JoinRequest, Membership
from bookcub.meetings import signals as meetings
from bookcub.meetings.models import Meeting, Minutes
from bookcub.memory import signals as memory
from bookcub.memory.models import Prediction
from bookcub.notifications import club_telling as telling
from bookcub.people.models import User
from bookcub.picks import signals as picks
from bookcub.picks.models import Pick
from bookcub.reads import signals as reads
from bookcub.reads.models import PlanChange, Read


def invited(sender: object, *, invitation: ClubInvitation, **_: Any) -> None:
    telling.of_invitation(invitation)


def invitation_taken_back(sender: object, *, invitation: ClubInvitation, **_: Any) -> None:
    telling.no_more_of_invitation(invitation)


def invitation_answered(sender: object, *, invitation: ClubInvitation, **_: Any) -> None:
    telling.of_invitation_answer(invitation)


def requested(sender: object, *, request: JoinRequest, **_: Any) -> None:
    telling.of_request(request)


def request_taken_back(sender: object, *, request: JoinRequest, **_: Any) -> None:
    telling.no_more_of_request(request)


def request_answered(sender: object, *, request: JoinRequest, **_: Any) -> None:
    telling.of_request_answer(request)


def joined(sender: object, *, membership: Membership, **_: Any) -> None:
    telling.of_joining(membership)


def host_made(sender: object, *, membership: Membership, **_: Any) -> None:
    telling.of_hosting(membership)


def pick_moved(sender: object, *, pick: Pick, **more: Any) -> None:
    by = more.get("by")
    telling.of_pick(pick, by=by if isinstance(by, Membership) else None)


def pick_waits(sender: object, *, pick: Pick, **_: Any) -> None:
    telling.of_deadline(pick)


def read_begun(sender: object, *, read: Read, by: Membership | None, **_: Any) -> None:
    """What was picked has been told as that."""
    if not Pick.objects.filter(read=read).exists():
        telling.of_read(read, by=by, by_letter=True)


def read_changed(sender: object, *, read: Read, by: Membership | None, **_: Any) -> None:
    telling.of_read(read, by=by)


def plan_changed(sender: object, *, change: PlanChange, **_: Any) -> None:
    telling.of_plan(change)


def meeting_moved(sender: object, *, meeting: Meeting, **more: Any) -> None:
    by = more.get("by")
    telling.of_meeting(meeting, by=by if isinstance(by, User) else None)


def answers_missing(sender: object, *, meeting: Meeting, **_: Any) -> None:
    telling.of_missing_answers(meeting)


def answers_in(sender: object, *, meeting: Meeting, **_: Any) -> None:
    telling.of_answers(meeting)


def minutes_published(sender: object, *, minutes: Minutes, by: User, **_: Any) -> None:
    telling.of_minutes(minutes, by=by)


def prediction_opened(sender: object, *, prediction: Prediction, **_: Any) -> None:
    telling.of_prediction(prediction)


HEARD: tuple[tuple[Signal, Callable[..., None]], ...] = (
    (clubs.club_invited, invited),
    (clubs.invitation_returned, invited),
    (clubs.invitation_taken_back, invitation_taken_back),
    (clubs.invitation_answered, invitation_answered),
    (clubs.join_requested, requested),
    (clubs.request_returned, requested),
    (clubs.request_taken_back, request_taken_back),
    (clubs.request_answered, request_answered),
    (clubs.member_joined, joined),
    (clubs.host_made, host_made),
    (clubs.host_handed_over, host_made),
    (picks.pick_opened, pick_moved),
    (picks.turn_came, pick_moved),
    (picks.vote_opened, pick_moved),
    (picks.picked, pick_moved),
    (picks.pick_cancelled, pick_moved),
    (picks.host_asked, pick_waits),
    (picks.pick_reminder_due, pick_waits),
    (reads.read_begun, read_begun),
    (reads.read_ended, read_changed),
    (reads.read_reopened, read_changed),
    (reads.plan_changed, plan_changed),
    (meetings.meeting_proposed, meeting_moved),
    (meetings.meeting_fixed, meeting_moved),
    (meetings.meeting_changed, meeting_moved),
    (meetings.meeting_cancelled, meeting_moved),
    (meetings.meeting_reminder_due, meeting_moved),
    (meetings.slot_answers_due, answers_missing),
    (meetings.slot_answers_in, answers_in),
    (meetings.minutes_published, minutes_published),
    (memory.prediction_opened, prediction_opened),
)


def connect() -> None:
    for number, (signal, receiver) in enumerate(HEARD):
        signal.connect(receiver, dispatch_uid=f"notifications.club.{number}")
