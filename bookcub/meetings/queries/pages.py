"""What the pages of meetings need, each with a number of queries that does not grow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext, pgettext

from bookcub.clubs.models import Club, Membership
from bookcub.core.clock import now
from bookcub.core.zones import zone_named
from bookcub.meetings.models import Coming, Meeting, MeetingQuerySet, MeetingStage, Rsvp
from bookcub.meetings.policies import Participant, may_change, may_run
from bookcub.meetings.queries.agenda import Agenda, agenda_of
from bookcub.meetings.queries.attendances import Attendee, were_there
from bookcub.meetings.queries.last_time import last_meeting
from bookcub.meetings.queries.times import Times, times_of
from bookcub.meetings.queries.wording import (
    length_words,
    rhythm_words,
    span_words,
    talk_of,
    zone_words,
)
from bookcub.people.models import User
from bookcub.reads.models import Milestone, Read
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.measures import Measures
from bookcub.web.dates import as_near_day

LINGERS = timedelta(hours=3)  # a meeting that is over still stands among the coming ones


@dataclass(frozen=True, slots=True)
class ComingRow:
    """What one member says of coming. `word` is empty for whoever has not come as far as the meeting goes."""

    name: str
    word: str
    is_own: bool
    said_by: str  # where somebody has no account


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """What anybody in the club may know of a meeting: name, time, place, and how far it goes."""

    meeting: Meeting
    when: str
    zone: str
    where_it_meets: str  # the same time on the club's own clock, where that is another one
    length: str
    talk: str
    rhythm: str  # how it repeats, and when next
    is_over: bool

    @property
    def is_finding(self) -> bool:
        return self.meeting.stage == MeetingStage.FINDING

    @property
    def is_fixed(self) -> bool:
        return self.meeting.stage == MeetingStage.FIXED

    @property
    def is_cancelled(self) -> bool:
        return self.meeting.stage == MeetingStage.CANCELLED


@dataclass(frozen=True, slots=True)
class MeetingPage:
    face: MeetingCard
    participant: Participant
    is_open: bool
    was_said: bool  # something, though its time is still sought
    times: Times | None
    coming: tuple[tuple[str, tuple[ComingRow, ...]], ...]
    own_rsvp: Rsvp | None
    silent: int
    agenda: Agenda
    may_change: bool
    may_run: bool
    names: tuple[Membership, ...]  # those who belong without an account
    has_begun: bool
    there: tuple[Attendee, ...]
    # Of one that is to come: the meeting before, where its talk is open to whoever looks.
    last_time: Meeting | None

    @property
    def was_there(self) -> bool:
        return any(one.member.pk == self.participant.membership.pk for one in self.there)

    @property
    def has_ways(self) -> bool:
        """Whether there is a room or minutes to go to: while a time is sought, only to what was said already."""
        has_room = not self.face.is_finding or self.face.meeting.room_is_open or self.was_said
        return has_room or self.last_time is not None

    @property
    def asks_who_comes(self) -> bool:
        """Who meant to come tells nothing once it is known who came."""
        is_told = self.face.is_over and bool(self.there)
        return not is_told and (self.face.is_fixed or bool(self.coming))

    @property
    def has_agenda(self) -> bool:
        """What is over and was never talked of needs no empty sheet."""
        return not self.face.is_over or bool(self.agenda.questions or self.agenda.passages)


def card_of(meeting: Meeting, zone: ZoneInfo, measures: Measures) -> MeetingCard:
    """No query but the one of measures, where the club, the read and its book are loaded."""
    starts, at = meeting.starts_at, now()
    when = span_words(starts, meeting.minutes_lasted, zone) if starts else ""
    return MeetingCard(
        meeting=meeting,
        when=when,
        zone=zone_words(zone, starts),
        where_it_meets=_there(meeting, zone, when),
        length=length_words(meeting.minutes_lasted),
        talk=talk_of(meeting, measures),
        rhythm=rhythm_words(meeting, zone),
        is_over=meeting.is_over(at),
    )


def meeting_page(
    meeting: Meeting, participant: Participant, person: User, zone: ZoneInfo
) -> MeetingPage:
    is_open = Meeting.objects.open_to(person).filter(pk=meeting.pk).exists()
    is_finding = meeting.stage == MeetingStage.FINDING
    there = Membership.objects.taking_part().heard_by(person).filter(club=meeting.club_id)
    rsvps = [] if is_finding else _rsvps(meeting, there)
    members = 0 if is_finding else there.count()
    has_begun = meeting.has_begun(now())
    return MeetingPage(
        face=card_of(meeting, zone, Measures(person)),
        participant=participant,
        is_open=is_open,
        was_said=is_finding and meeting.lines.kept().exists(),
        times=times_of(meeting, participant.membership, zone) if is_finding else None,
        coming=_coming(rsvps, participant, is_open=is_open),
        own_rsvp=next(
            (each for each in rsvps if each.membership_id == participant.membership.pk), None
        ),
        silent=members - len(rsvps),
        agenda=agenda_of(meeting, participant, person),
        may_change=may_change(participant, meeting),
        may_run=may_run(participant, meeting),
        names=tuple(names_in(meeting.club_id)),
        has_begun=has_begun,
        there=tuple(were_there(meeting, person)) if has_begun else (),
        last_time=last_meeting(person, [meeting.club_id]) if _is_to_come(meeting) else None,
    )


def _is_to_come(meeting: Meeting) -> bool:
    return meeting.closed_at is None and meeting.stage in {
        MeetingStage.FINDING,
        MeetingStage.FIXED,
    }


def coming_and_past(club: Club) -> tuple[MeetingQuerySet, MeetingQuerySet]:
    """A club's meetings: those whose time is sought or to come, the next first; then the others, the last first."""
    meetings = Meeting.objects.standing().filter(club=club).select_related("club", "read__book")
    late = now() - LINGERS
    ahead = Q(stage=MeetingStage.FINDING) | Q(stage=MeetingStage.FIXED, starts_at__gt=late)
    return (
        meetings.filter(ahead).order_by(F("starts_at").asc(nulls_first=True), "pk"),
        meetings.exclude(ahead).order_by(F("starts_at").desc(nulls_last=True), "-pk"),
    )


def milestones_of(club: Club, person: User) -> list[tuple[str, str]]:
    """The places of the plans that go on, to choose from: (as one would type it, words)."""
    rows = Milestone.objects.filter(read__in=Read.objects.going_on().filter(club=club))
    measures = Measures(person)
    found = []
    for row in rows.select_related("read__book").order_by("upto")[:200]:
        measure = measures.of(row.read)
        typed = measure.as_typed(measure.number(row.upto))
        found.append((typed, _milestone_words(row.read.title, row.due_on)))
    return found


def _milestone_words(title: str, due: date | None) -> str:
    if due is None:
        return title
    return gettext("%(title)s, by %(day)s") % {
        "title": title,
        "day": as_near_day(due),
    }


def next_place(club: Club) -> tuple[Read | None, int]:
    """What a new meeting is most likely about: the read that goes on, up to the milestone that comes next."""
    read = Read.objects.going_on().filter(club=club).order_by("-made_at").first()
    if read is None:
        return None, 0
    ahead = read.milestones.filter(due_on__gte=today_of(club)).order_by("due_on").first()
    return read, ahead.upto if ahead else 0


def usual_length(club: Club) -> int | None:
    """How many minutes the meeting that was called last was to take; None where none was."""
    called = Meeting.objects.standing().filter(club=club).order_by("-made_at", "-pk")
    return called.values_list("minutes_long", flat=True).first()


def names_in(club: int) -> QuerySet[Membership]:
    """Those who belong to a club without an account."""
    return Membership.objects.by_name().filter(club=club).order_by("former_name")


def _rsvps(meeting: Meeting, there: QuerySet[Membership]) -> list[Rsvp]:
    people = ("membership__pseud", "said_by__pseud")
    rows = meeting.rsvps.filter(membership__in=there).select_related(*people)
    return list(rows.order_by("at"))


def _coming(
    rsvps: list[Rsvp], participant: Participant, *, is_open: bool
) -> tuple[tuple[str, tuple[ComingRow, ...]], ...]:
    own = participant.membership.pk
    labels = {
        Coming.YES: gettext("Coming"),
        Coming.MAYBE: pgettext("those who may come", "Maybe"),
        Coming.NO: gettext("Can’t come"),
    }
    groups = []
    for coming, label in labels.items():
        guests = tuple(
            ComingRow(
                each.membership.name,
                each.word if is_open or each.membership_id == own else "",
                each.membership_id == own,
                each.said_by.name if each.said_by else "",
            )
            for each in rsvps
            if each.coming == coming
        )
        if guests:
            groups.append((label, guests))
    return tuple(groups)


def _there(meeting: Meeting, zone: ZoneInfo, when: str) -> str:
    if not meeting.starts_at or meeting.club.time_zone == "UTC":
        return ""
    there = zone_named(meeting.club.time_zone)
    words = span_words(meeting.starts_at, meeting.minutes_lasted, there)
    if words == when:
        return ""
    return gettext("%(when)s (%(zone)s)") % {
        "when": words,
        "zone": zone_words(there, meeting.starts_at),
    }
