"""Call a meeting, give it a time, change it, cancel it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.dispatch import Signal

from bookcub.clubs.models import Club, Membership
from bookcub.core.clock import now
from bookcub.meetings import signals
from bookcub.meetings.actions.invitations import ask, call_off, invite
from bookcub.meetings.availability import Span
from bookcub.meetings.models import Meeting, MeetingStage, Slot
from bookcub.reads.models import Read

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MOST_SLOTS = 60  # more than anybody answers


class TooLateError(Exception):
    """The meeting is past this step: it was fixed, held or cancelled meanwhile."""


class TooManySlotsError(Exception):
    """More times than anybody would answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a meeting is, apart from its time. `word` is sanitised HTML."""

    title: str
    word: str = ""
    place: str = ""
    url: str = ""
    read: Read | None = None
    upto: int = 0


@transaction.atomic
def propose(
    *,
    club: Club,
    by: Membership,
    details: Details,
    spans: Iterable[Span],
    answers_until: datetime | None = None,
) -> Meeting:
    """Call a meeting whose time is to be found among these; everybody is asked when they can."""
    meeting = _made(club=club, by=by, details=details)
    _set_deadline(meeting, answers_until)
    meeting.save()
    add_slots(meeting=meeting, spans=spans)
    _announce(signals.meeting_proposed, meeting, by=by)
    ask(meeting=meeting)
    return meeting


@transaction.atomic
def appoint(*, club: Club, by: Membership, details: Details, span: Span) -> Meeting:
    """Call a meeting whose time is settled; everybody is invited."""
    meeting = _made(club=club, by=by, details=details)
    meeting.save()
    return fix(meeting=meeting, by=by, span=span)


@transaction.atomic
def add_slots(*, meeting: Meeting, spans: Iterable[Span]) -> int:
    """Propose more times; those that stand there already change nothing. Says how many are new."""
    meeting = _locked(meeting)
    if meeting.stage != MeetingStage.FINDING:
        raise TooLateError
    there = set(meeting.slots.values_list("starts_at", flat=True))
    fresh = {span.starts: span for span in spans if span.starts not in there}
    if len(there) + len(fresh) > MOST_SLOTS:
        raise TooManySlotsError
    Slot.objects.bulk_create(
        Slot(meeting=meeting, starts_at=span.starts, minutes_long=_minutes(span))
        for span in fresh.values()
    )
    return len(fresh)


@transaction.atomic
def drop_slot(*, slot: Slot) -> None:
    """Take a proposed time away, with what was said of it."""
    if _locked(slot.meeting).stage != MeetingStage.FINDING:
        raise TooLateError
    slot.delete()


@transaction.atomic
def fix(*, meeting: Meeting, by: Membership, span: Span) -> Meeting:
    """Settle the time: everybody is told, and gets it for their calendar."""
    locked = _locked(meeting)
    if locked.stage != MeetingStage.FINDING:
        raise TooLateError
    locked.stage = MeetingStage.FIXED
    _set_time(locked, span)
    locked.changed_at = now()
    locked.save()
    _announce(signals.meeting_fixed, locked, by=by)
    invite(meeting=locked, is_change=False)
    return locked


@transaction.atomic
def revise(
    *,
    meeting: Meeting,
    by: Membership,
    details: Details,
    span: Span | None = None,
    answers_until: datetime | None = None,
) -> tuple[str, ...]:
    """Change what a meeting is, and its time if `span` is given; returns what is different.

    A fixed meeting's calendar entry is renewed where its time, place or name changed (RFC 5546, 2.1.4).
    """
    locked = _locked(meeting)
    if locked.stage not in {MeetingStage.FINDING, MeetingStage.FIXED}:
        raise TooLateError
    what = _differences(locked, details, span)
    for name in ("title", "word", "place", "url", "read", "upto"):
        setattr(locked, name, getattr(details, name))
    if locked.stage == MeetingStage.FINDING:
        if answers_until != locked.answers_until:
            _set_deadline(locked, answers_until)
    elif span is not None and "time" in what:
        _set_time(locked, span)
    locked.changed_at = now()
    is_news = locked.stage == MeetingStage.FIXED and bool({"time", "place", "name"} & set(what))
    if is_news:
        locked.sequence += 1
    locked.save()
    if is_news:
        _announce(signals.meeting_changed, locked, by=by, what=what)
        invite(meeting=locked, is_change=True)
    return what


@transaction.atomic
def cancel(*, meeting: Meeting, by: Membership, because: str) -> Meeting:
    """Call it off: everybody is told why, and it leaves their calendars."""
    locked = _locked(meeting)
    if locked.stage not in {MeetingStage.FINDING, MeetingStage.FIXED}:
        raise TooLateError
    locked.stage = MeetingStage.CANCELLED
    locked.cancelled_because = because
    locked.changed_at = now()
    locked.sequence += 1
    locked.save()
    _announce(signals.meeting_cancelled, locked, by=by)
    call_off(meeting=locked)
    return locked


def _made(*, club: Club, by: Membership, details: Details) -> Meeting:
    return Meeting(
        club=club,
        made_by=by,
        title=details.title,
        word=details.word,
        place=details.place,
        url=details.url,
        read=details.read,
        upto=details.upto if details.read else 0,
    )


def _locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, held until the transaction ends."""
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("club", "read")
        .get(pk=meeting.pk)
    )


def _set_time(meeting: Meeting, span: Span) -> None:
    meeting.starts_at = span.starts
    meeting.minutes_long = _minutes(span)
    moment = now()
    # Whoever is told of a time just now needs no reminder that was due before.
    meeting.reminded_day_at = moment if span.starts - DAY <= moment else None
    meeting.reminded_hour_at = moment if span.starts - HOUR <= moment else None


def _set_deadline(meeting: Meeting, until: datetime | None) -> None:
    """While a time is sought, the two marks tell whether its deadline was spoken of: a day before, and when it is over."""
    meeting.answers_until = until
    meeting.reminded_hour_at = None
    moment = now()
    meeting.reminded_day_at = moment if until and until - DAY <= moment else None


def _minutes(span: Span) -> int:
    return int((span.ends - span.starts).total_seconds()) // 60


def _differences(meeting: Meeting, details: Details, span: Span | None) -> tuple[str, ...]:
    time = span is not None and (
        span.starts != meeting.starts_at or _minutes(span) != meeting.minutes_long
    )
    changed = {
        "time": time,
        "place": (meeting.place, meeting.url) != (details.place, details.url),
        "name": meeting.title != details.title,
        "word": meeting.word != details.word,
        "upto": (meeting.read, meeting.upto) != (details.read, details.upto),
    }
    return tuple(name for name, differs in changed.items() if differs)


def _announce(signal: Signal, meeting: Meeting, *, by: Membership, **more: object) -> None:
    transaction.on_commit(partial(signal.send, Meeting, meeting=meeting, by=by.user, **more))
