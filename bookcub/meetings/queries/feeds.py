"""Calendars to subscribe to: of one club, or of all clubs of a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.formats.calendars import Event, calendar_feed
from bookcub.meetings.models import (
    Coming,
    Meeting,
    MeetingQuerySet,
    MeetingStage,
    PersonalCalendar,
    Rsvp,
)
from bookcub.meetings.queries.events import meeting_event, milestone_event
from bookcub.people.context import current_archive
from bookcub.people.models import User
from bookcub.people.page_language import speaking_to
from bookcub.reads.models import Milestone, Reader
from bookcub.reads.queries.measures import Measures

KEPT = timedelta(days=400)  # what is over longer is left to the club's own pages
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """A whole calendar as text."""

    text: str
    changed_at: datetime

    @property
    def etag(self) -> str:
        return f'"{sha256(self.text.encode()).hexdigest()[:32]}"'


def feed_behind(key: str) -> Feed | None:
    """The calendar at a secret address; None where there is none, or no longer. At most seven queries."""
    member = (
        Membership.objects.current()
        .filter(calendar_key=key, user__is_active=True)
        .select_related("club", "user__preferences")
        .first()
    )
    if member is not None and member.user is not None:
        return _feed(member.club.name, member.user, [member.pk])
    own = PersonalCalendar.objects.filter(key=key, user__is_active=True)
    found = own.select_related("user__preferences").first()
    if found is None:
        return None
    memberships = Membership.objects.current().filter(user=found.user)
    with speaking_to(found.user):
        name = gettext("My clubs at %(archive)s") % {"archive": current_archive().name}
    return _feed(name, found.user, list(memberships.values_list("pk", flat=True)))


def dates_of(user: User, memberships: Collection[int]) -> list[Event]:
    """Meetings and days of plans in the order in which they come. Five queries at most.

    Without those that the person said no to, and the plans of what they do not read along.
    """
    measures = Measures(user)
    meetings, milestones = list(_meetings(user, memberships)), list(_milestones(memberships))
    measures.know(each.read for each in [*meetings, *milestones])
    events = [
        *_of_meetings(meetings, user, memberships, measures),
        *_of_milestones(milestones, measures),
    ]
    return sorted(events, key=lambda event: (_moment(event), event.uid))


def _feed(name: str, user: User, memberships: Collection[int]) -> Feed:
    with speaking_to(user):
        events = dates_of(user, memberships)
    changed_at = max((event.changed_at for event in events), default=BEGINNING)
    return Feed(calendar_feed(name, events), changed_at)


def _meetings(user: User, memberships: Collection[int]) -> MeetingQuerySet:
    declined = Rsvp.objects.filter(
        meeting=OuterRef("pk"), membership__in=memberships, coming=Coming.NO
    )
    return (
        Meeting.objects.visible_to(user)
        .filter(
            ~Exists(declined),
            club__memberships__in=memberships,
            stage__in=[MeetingStage.FIXED, MeetingStage.HELD],
            starts_at__gt=now() - KEPT,
        )
        .select_related("club", "read__book")
    )


def _of_meetings(
    meetings: Iterable[Meeting], user: User, memberships: Collection[int], measures: Measures
) -> list[Event]:
    is_open = set(
        Meeting.objects.open_to(user)
        .filter(club__memberships__in=memberships)
        .values_list("pk", flat=True)
    )
    return [meeting_event(each, is_open=each.pk in is_open, measures=measures) for each in meetings]


def _milestones(memberships: Collection[int]) -> QuerySet[Any, Any]:
    sits_out = Reader.objects.filter(
        read=OuterRef("read"), membership__in=memberships, sits_out=True
    )
    return (
        Milestone.objects.filter(
            ~Exists(sits_out),
            read__club__memberships__in=memberships,
            read__discarded_at=None,
            read__abandoned_at=None,
            read__waits=False,
            due_on__gt=timezone.localdate(now() - KEPT),
        )
        .select_related("read__club", "read__book")
        .annotate(moved_at=Max("read__plan_changes__at"))
    )


def _of_milestones(milestones: Iterable[Any], measures: Measures) -> list[Event]:
    return [
        milestone_event(
            each,
            changed_at=each.moved_at or each.read.made_at,
            measure=measures.of(each.read),
        )
        for each in milestones
    ]


def _moment(event: Event) -> str:
    """The beginning as text that sorts: a day comes before what happens on it."""
    if isinstance(event.starts, datetime):
        return event.starts.astimezone(UTC).isoformat()
    return event.starts.isoformat()
