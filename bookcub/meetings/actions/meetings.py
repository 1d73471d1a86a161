"""Call a meeting, give it a time, change it, cancel it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from bookcub.clubs.models import Club, Membership
from bookcub.core.clock import now
from bookcub.core.zones import zone_named
from bookcub.meetings import signals
from bookcub.meetings.actions.invitations import ask, call_off, invite
from bookcub.meetings.availability import Span
from bookcub.meetings.models import (
    Availability,
    Coming,
    Meeting,
    MeetingStage,
    Rsvp,
    Slot,
    SlotAnswer,
)
from bookcub.meetings.own_names import is_own_name, own_name
from bookcub.meetings.queries.pages import next_place
from bookcub.meetings.rhythm import Rhythm, next_in_rhythm, rhythm_from
from bookcub.reads.models import Read

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# What somebody has said already who answered the chosen time.
COMING = {Availability.YES: Coming.YES, Availability.IF_NEED_BE: Coming.MAYBE}
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
def appoint(
    *, club: Club, by: Membership, details: Details, span: Span, repeats: str = ""
) -> Meeting:
    """Call a meeting whose time is settled; everybody is invited."""
    meeting = _made(club=club, by=by, details=details)
    _set_rhythm(meeting, repeats, span.starts)
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
def call_next(*, meeting: Meeting) -> Meeting | None:
    """Call the meeting that comes after one that repeats: everybody is invited. None if somebody was quicker.

    It is about what the club reads now; the place and the link stay. A club without hosts repeats nothing.
    """
    last = _locked(meeting)
    if not last.repeats or last.planned_at is None or last.starts_at is None:
        return None
    repeats, last.repeats = last.repeats, ""
    last.save(update_fields=["repeats"])
    members = Membership.objects.current().filter(club=last.club)
    maker = members.filter(pk=last.made_by_id or 0)
    by = maker.first() or members.hosts().order_by("joined_at").first()
    if by is None:
        return None
    zone = zone_named(last.club.time_zone)
    starts = next_in_rhythm(
        Rhythm(repeats), last.planned_at, zone, after=max(now(), last.starts_at)
    )
    read, upto = next_place(last.club)
    is_unnamed = is_own_name(last.title, last.read)
    title = own_name(read, upto) if is_unnamed else last.title
    details = Details(title=title, place=last.place, url=last.url, read=read, upto=upto)
    following = _made(club=last.club, by=by, details=details)
    following.repeats, following.planned_at = repeats, starts
    following.save()
    length = timedelta(minutes=last.minutes_long)
    return fix(meeting=following, by=None, span=Span(starts, starts + length))


@transaction.atomic
def fix(*, meeting: Meeting, by: Membership | None, span: Span) -> Meeting:
    """Settle the time: everybody is told, and gets it for their calendar.

    Whoever has said yes to this very time comes, without saying it again.
    """
    locked = _locked(meeting)
    if locked.stage != MeetingStage.FINDING:
        raise TooLateError
    locked.stage = MeetingStage.FIXED
    _set_time(locked, span)
    locked.changed_at = now()
    locked.save()
    _let_come(locked, span)
    _announce(signals.meeting_fixed, locked, by=by)
    invite(meeting=locked, is_change=False)
    return locked


def _let_come(meeting: Meeting, span: Span) -> None:
    slots = [slot for slot in meeting.slots.all() if Span(slot.starts_at, slot.ends_at) == span]
    able = SlotAnswer.objects.filter(slot__in=slots, answer__in=COMING)
    there = Membership.objects.taking_part().filter(club=meeting.club_id)
    Rsvp.objects.bulk_create(
        [
            Rsvp(
                meeting=meeting,
                membership_id=each.membership_id,
                said_by_id=each.said_by_id,
                coming=COMING[Availability(each.answer)],
                at=now(),
            )
            for each in able.filter(membership__in=there)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def revise(
    *,
    meeting: Meeting,
    by: Membership,
    details: Details,
    span: Span | None = None,
    answers_until: datetime | None = None,
    repeats: str | None = None,
) -> tuple[str, ...]:
    """Change what a meeting is, its time if `span` is given, its rhythm; returns what is different.

    Another time moves this meeting alone: the next one is where the rhythm puts it.
    A fixed meeting's calendar entry is renewed where its time, place or name changed (RFC 5546, 2.1.4).
    """
    locked = _locked(meeting)
    if locked.stage not in {MeetingStage.FINDING, MeetingStage.FIXED}:
        raise TooLateError
    what = _differences(locked, details, span)
    for name in ("title", "word", "place", "url", "read", "upto"):
        setattr(locked, name, getattr(details, name))
    if locked.stage == MeetingStage.FINDING and answers_until != locked.answers_until:
        _set_deadline(locked, answers_until)
    if locked.stage == MeetingStage.FIXED:
        _move(locked, span if "time" in what else None, repeats)
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
def cancel(*, meeting: Meeting, by: Membership, because: str, for_good: bool = False) -> Meeting:
    """Call it off: everybody is told why, and it leaves their calendars. One that repeats goes on, but `for_good`."""
    locked = _locked(meeting)
    if locked.stage not in {MeetingStage.FINDING, MeetingStage.FIXED}:
        raise TooLateError
    locked.stage = MeetingStage.CANCELLED
    locked.cancelled_because = because
    if for_good:
        _set_rhythm(locked, "", None)
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


def _move(meeting: Meeting, span: Span | None, repeats: str | None) -> None:
    if span is not None:
        _set_time(meeting, span)
    if repeats is not None and repeats != meeting.repeats:
        _set_rhythm(meeting, repeats, meeting.starts_at)


def _set_rhythm(meeting: Meeting, repeats: str, planned: datetime | None) -> None:
    meeting.repeats, meeting.planned_at = "", None
    if repeats and planned:
        here = timezone.localdate(planned, zone_named(meeting.club.time_zone))
        meeting.repeats, meeting.planned_at = rhythm_from(repeats, here), planned


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


def _announce(signal: Signal, meeting: Meeting, *, by: Membership | None, **more: object) -> None:
    person = by.user if by else None
    transaction.on_commit(partial(signal.send, Meeting, meeting=meeting, by=person, **more))
