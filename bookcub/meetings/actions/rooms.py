"""The room: who is in it, when it opens and closes, and its clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Q

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings import signals
from bookcub.meetings.actions.minutes import ensure_minutes_stand, publish_unless_held_back
from bookcub.meetings.models import (
    SILENCE,
    Line,
    LineKind,
    Meeting,
    MeetingStage,
    Minutes,
    Presence,
    ShowOfHands,
)
from bookcub.meetings.queries.lines import CLOSED, OPENED, STOPPED

LONGEST_TIMER = 180  # minutes
SAME_TALK = timedelta(minutes=30)  # without a word: what was said before was another talk
FORGOTTEN_AFTER = timedelta(hours=12)  # past its end, an open room is closed for its hosts
QUIET_FOR = timedelta(hours=2)


class RoomClosedError(Exception):
    """The room is not open, or no longer."""


class NotEarlyError(Exception):
    """The meeting has begun meanwhile: its room cannot be closed without it."""


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, held until the transaction ends: lines are numbered one after the other."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("read").get(pk=meeting.pk)


def open_and_locked(meeting: Meeting) -> Meeting:
    """The same, of a room in which people can talk; raises RoomClosedError."""
    there = locked(meeting)
    if not there.is_room_open(now()):
        raise RoomClosedError
    return there


def add_line(*, meeting: Meeting, kind: LineKind, by: Membership | None, **fields: object) -> Line:
    """Write the next line of a meeting that the caller has locked.

    Whoever has seen number n has seen all before it: no later number is stored before an earlier one.
    """
    meeting.lines_said += 1
    line = Line.objects.create(
        meeting=meeting, number=meeting.lines_said, kind=kind, membership=by, at=now(), **fields
    )
    Meeting.objects.filter(pk=meeting.pk).update(lines_said=meeting.lines_said)
    notify_room(meeting.pk)
    return line


def count_change(meeting_id: int) -> None:
    """Count a change that is no line, so that everybody's room looks again."""
    Meeting.objects.filter(pk=meeting_id).update(changes=F("changes") + 1)
    notify_room(meeting_id)


def notify_room(meeting_id: int) -> None:
    """After the commit, tell those in this process at once; the others look by themselves."""
    transaction.on_commit(partial(signals.room_moved.send, Meeting, meeting_id=meeting_id))


@transaction.atomic
def open_room(*, meeting: Meeting, by: Membership) -> bool:
    """Let people talk, before the time or again; False if they could already.

    ValidationError while the minutes of what was said before lie in the trash.
    """
    there = locked(meeting)
    ensure_minutes_stand(there)
    if there.is_room_open(now()) or there.stage == MeetingStage.CANCELLED:
        return False
    there.opened_at, there.closed_at = now(), None
    if there.stage == MeetingStage.HELD:
        there.stage = MeetingStage.FIXED
    there.save(update_fields=["opened_at", "closed_at", "stage"])
    add_line(meeting=there, kind=LineKind.ROOM, by=by, html=OPENED)
    count_change(there.pk)
    return True


@transaction.atomic
def close_room(*, meeting: Meeting, by: Membership | None, was_it: bool | None = None) -> bool:
    """End the talk: its lines are the minutes now, for all who may hear it. False if it was closed.

    Where nothing was said there is nothing to read yet: a host may still write what was. Before its time the
    meeting stays to come, unless `was_it` says that this was it: then it was held now. NotEarlyError if it says
    that this was not, and the meeting has begun. Minutes that a host has hidden stay hidden.
    """
    there = locked(meeting)
    at = now()
    if not there.is_room_open(at):
        return False
    is_early = there.is_early(at)
    if was_it is False and not is_early:
        raise NotEarlyError
    for show in ShowOfHands.objects.filter(meeting=there, closed_at=None):
        show.closed_at = at
        show.save(update_fields=["closed_at"])
        # Nobody has counted them: whoever closes the room, or asked, did not; and of no hands there is nothing to tell.
        if show.hands.exists():
            add_line(meeting=there, kind=LineKind.COUNT, by=None, hands=show)
    if is_early and not was_it:
        there.opened_at = there.timer_ends_at = None
        there.save(update_fields=["opened_at", "timer_ends_at"])
        add_line(meeting=there, kind=LineKind.ROOM, by=by, html=CLOSED)
        count_change(there.pk)
        return True
    there.closed_at, there.timer_ends_at = at, None
    if there.starts_at is None or there.starts_at > at:
        there.starts_at = _began(there, at)
        there.sequence, there.changed_at = there.sequence + 1, at
    there.stage = MeetingStage.HELD
    there.save(
        update_fields=[
            "closed_at",
            "timer_ends_at",
            "starts_at",
            "sequence",
            "changed_at",
            "stage",
        ]
    )
    add_line(meeting=there, kind=LineKind.ROOM, by=by, html=CLOSED)
    count_change(there.pk)
    Minutes.objects.get_or_create(meeting=there)
    if there.lines.kept().exists():
        publish_unless_held_back(meeting=there, by=by)
    transaction.on_commit(partial(signals.room_closed.send, Meeting, meeting=there))
    return True


def _began(meeting: Meeting, at: datetime) -> datetime:
    """When a meeting was that is held before its time: as its talk began, also if the room was closed for a moment since."""
    began = meeting.opened_at or at
    said = (
        meeting.lines.kept().filter(at__lt=began).order_by("-number").values_list("at", flat=True)
    )
    for earlier in said.iterator():
        if began - earlier > SAME_TALK:
            break
        began = earlier
    return began


def close_forgotten_rooms() -> int:
    """Close what nobody closed, long after its end; says how many."""
    at = now()
    long_ago = at - FORGOTTEN_AFTER
    begun = Q(starts_at__lt=long_ago, stage=MeetingStage.FIXED)
    by_hand = Q(opened_at__lt=long_ago) & (Q(starts_at=None) | Q(starts_at__gt=at))
    left = Meeting.objects.standing().filter(begun | by_hand, closed_at=None)
    closed = 0
    for meeting in left.exclude(stage=MeetingStage.CANCELLED):
        ended = meeting.opened_at if meeting.is_early(at) else meeting.ends_at or meeting.opened_at
        spoken = meeting.lines.filter(at__gt=at - QUIET_FOR).exists()
        if ended and ended < long_ago and not spoken:
            closed += close_room(meeting=meeting, by=None)
    return closed


@transaction.atomic
def set_timer(*, meeting: Meeting, by: Membership, minutes: int) -> datetime:
    """Let a clock run down for everybody; another one takes its place."""
    there = open_and_locked(meeting)
    ends = now() + timedelta(minutes=minutes)
    there.timer_ends_at = ends
    there.save(update_fields=["timer_ends_at"])
    so_long = "1 minute" if minutes == 1 else f"{minutes} minutes"
    add_line(meeting=there, kind=LineKind.TIMER, by=by, html=f"set the timer to {so_long}")
    count_change(there.pk)
    return ends


@transaction.atomic
def stop_timer(*, meeting: Meeting, by: Membership) -> bool:
    """Take the clock away; False if none was there."""
    there = locked(meeting)
    if there.timer_ends_at is None:
        return False
    was_running = there.timer_ends_at > now()
    there.timer_ends_at = None
    there.save(update_fields=["timer_ends_at"])
    if was_running:
        add_line(meeting=there, kind=LineKind.TIMER, by=by, html=STOPPED)
    count_change(there.pk)
    return True


def enter(*, meeting: Meeting, by: Membership) -> None:
    """Note that somebody is in the room, and tell the others if they were not."""
    see(meeting_id=meeting.pk, memberships=[by.pk])


@transaction.atomic
def see(*, meeting_id: int, memberships: Collection[int]) -> None:
    """Note that these members are in the room now."""
    at = now()
    there = Presence.objects.filter(meeting=meeting_id, membership__in=memberships)
    were_here = set(there.filter(seen_at__gte=at - SILENCE).values_list("membership", flat=True))
    there.filter(membership__in=were_here).update(seen_at=at)
    arrived = [
        Presence(meeting_id=meeting_id, membership_id=one, came_at=at, seen_at=at)
        for one in sorted(set(memberships) - were_here)
    ]
    Presence.objects.bulk_create(
        arrived,
        update_conflicts=True,
        unique_fields=["meeting", "membership"],
        update_fields=["came_at", "seen_at"],
    )
    if arrived:
        count_change(meeting_id)


@transaction.atomic
def leave(*, meeting_id: int, memberships: Collection[int], before: datetime | None = None) -> None:
    """Note that these members have left the room, unless they were seen since `before`."""
    at = now()
    here = Presence.objects.filter(
        meeting=meeting_id, membership__in=memberships, seen_at__gte=at - SILENCE
    )
    if before is not None:
        here = here.filter(seen_at__lte=before)
    if here.update(seen_at=at - SILENCE - timedelta(seconds=1)):
        count_change(meeting_id)
