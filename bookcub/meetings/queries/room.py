"""The room's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings.models import OPENS_BEFORE, Line, Meeting, Presence, SpoilerConsent
from bookcub.meetings.policies import Participant, may_bring_up, may_run
from bookcub.meetings.queries.lines import (
    LineRow,
    Show,
    lying_open,
    rows_of,
    shows_of,
    with_everything,
    without_idle_doors,
)
from bookcub.meetings.queries.live import open_show_in, people_in
from bookcub.meetings.queries.openable import Openables, openables_of
from bookcub.meetings.queries.opened_passages import chapters_to_open, furthest_to_open
from bookcub.meetings.queries.topics import Topics, topics_of
from bookcub.meetings.queries.wording import place_words
from bookcub.people.models import User
from bookcub.reads.planning import BookMeasure, Unit
from bookcub.reads.queries.measures import Measures, number_words
from bookcub.reads.queries.places import place_of
from bookcub.works.models import Chapter

LONG_BEFORE = timedelta(hours=1)  # a room is not opened by mistake within it
AT_ONCE = 200  # lines of a page


@dataclass(frozen=True, slots=True)
class RoomPage:
    """A meeting's room, as one member sees it."""

    meeting: Meeting
    own: Membership
    may_run: bool
    may_bring_up: bool
    is_open: bool
    has_begun: bool
    opens_at: datetime | None
    asks_to_open: bool  # long before the meeting
    takes_afterthoughts: bool
    topics: Topics
    lines: list[LineRow]
    earlier: int | None  # the number before which there are more
    is_past: bool  # earlier lines, not the newest
    passage: LineRow | None  # where the book lies open, in a room in which people can talk
    here: list[Presence]
    show: Show | None
    may_count: bool
    chapters: list[Chapter]
    openables: Openables
    furthest: int  # place of an outside book that can be opened; 0 where there is none
    now: datetime

    @property
    def is_live(self) -> bool:
        """Whether people can talk here; earlier lines are only read."""
        return self.is_open and not self.is_past

    @property
    def was_shut(self) -> bool:
        """Whether it closed just now, in the words that stand last, and the meeting is to come."""
        last = self.lines[-1] if self.lines else None
        return not self.is_open and last is not None and last.is_door

    @property
    def can_open_book(self) -> bool:
        return bool(self.chapters or self.furthest)


@dataclass(frozen=True, slots=True)
class RoomAccess:
    """What somebody is told who has not come as far as a meeting goes, and what they can do about it."""

    meeting: Meeting
    is_open_to_them: bool
    has_consented: bool  # they have chosen not to mind
    at: int  # where they are
    can_mark_read: bool  # the place exists already
    measure: BookMeasure  # how they count

    @property
    def place(self) -> str:
        return place_words(self.meeting.read, self.meeting.upto, self.measure)

    @property
    def whereabouts(self) -> str:
        """Say where they are."""
        number = self.measure.read(self.at)
        if not number:
            return gettext("You have not started reading yet.")
        messages = {
            Unit.CHAPTER: gettext("You are at chapter %(n)s."),
            Unit.PAGE: gettext("You are on page %(n)s."),
            Unit.SHARE: gettext("You are at %(n)s."),
        }
        return messages[self.measure.unit] % {"n": number_words(self.measure, number)}


def room_page(
    meeting: Meeting, participant: Participant, person: User, *, before: int | None = None
) -> RoomPage:
    """Gather the page; `before` shows earlier lines than the last."""
    lines = with_everything(Line.objects.visible_to(person).filter(meeting=meeting))
    if before:
        lines = lines.filter(number__lt=before)
    newest = list(lines.reverse()[: AT_ONCE + 1])
    shown = newest[:AT_ONCE][::-1]
    open_show = open_show_in(meeting, person)
    show = shows_of([open_show], own=participant.membership)[open_show.pk] if open_show else None
    runs = may_run(participant, meeting)
    at = now()
    rows = rows_of(shown, own=participant.membership)
    is_live = meeting.is_room_open(at) and before is None
    return RoomPage(
        meeting=meeting,
        own=participant.membership,
        may_run=runs,
        may_bring_up=may_bring_up(participant, meeting),
        is_open=meeting.is_room_open(at),
        has_begun=meeting.has_begun(at),
        opens_at=meeting.starts_at - OPENS_BEFORE if meeting.starts_at else None,
        asks_to_open=_asks_to_open(meeting, at),
        takes_afterthoughts=meeting.takes_afterthoughts(at),
        topics=topics_of(meeting, person),
        lines=without_idle_doors(rows),
        earlier=shown[0].number if len(newest) > AT_ONCE else None,
        is_past=before is not None,
        passage=_passage(meeting, person, rows) if is_live else None,
        here=people_in(meeting, person),
        show=show,
        may_count=show is not None and (runs or show.asked_by == participant.membership.pk),
        chapters=chapters_to_open(meeting, person),
        openables=openables_of(meeting, person),
        furthest=furthest_to_open(meeting),
        now=at,
    )


def _passage(meeting: Meeting, person: User, shown: Sequence[LineRow]) -> LineRow | None:
    """Where the book lies open, among the lines that are shown or before them. One query, two in a long talk."""
    lines = Line.objects.visible_to(person).filter(meeting=meeting)
    number = lying_open(lines)
    if number is None:
        return None
    earlier = with_everything(lines.filter(number=number, number__lt=shown[0].number))
    return next((row for row in shown if row.number == number), None) or rows_of(earlier)[0]


def room_access_of(meeting: Meeting, person: User) -> RoomAccess:
    """Where somebody stands before a meeting's place. Up to five queries."""
    is_open = Meeting.objects.filter(pk=meeting.pk).open_to(person).exists()
    has_consented = SpoilerConsent.objects.filter(meeting=meeting, membership__user=person).exists()
    at = place_of(person, meeting.read) if meeting.read else 0
    return RoomAccess(
        meeting=meeting,
        is_open_to_them=is_open,
        has_consented=has_consented,
        at=at,
        can_mark_read=_is_there(meeting),
        measure=Measures(person).of(meeting.read) if meeting.read else BookMeasure.of_chapters(),
    )


def _asks_to_open(meeting: Meeting, at: datetime) -> bool:
    is_soon = meeting.starts_at is not None and at > meeting.starts_at - LONG_BEFORE
    return meeting.is_early(at) and not is_soon


def _is_there(meeting: Meeting) -> bool:
    """Whether the book goes as far as the meeting already."""
    read = meeting.read
    if read is None or read.work is None:
        return True
    last = read.work.posted_chapters().order_by("-position").values_list("position", flat=True)
    return read.work.is_complete or (last.first() or 0) >= meeting.upto
