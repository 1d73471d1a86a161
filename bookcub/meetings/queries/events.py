"""Meetings and milestones as calendars hold them: when and where, in numbers; words only as far as one has read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext
from icalendar.enums import PARTSTAT, STATUS

from bookcub.clubs.models import Membership
from bookcub.core.languages.direction import isolated
from bookcub.core.text import plain
from bookcub.core.zones import zone_named
from bookcub.formats.calendars import Alarm, CalendarUser, Event
from bookcub.meetings.models import Coming, Meeting, MeetingStage
from bookcub.meetings.queries.wording import place_words
from bookcub.people.context import archive_url
from bookcub.reads.models import Milestone
from bookcub.reads.planning import BookMeasure, Unit
from bookcub.reads.queries.measures import Measures, number_words

ALARMS = (timedelta(days=1), timedelta(hours=1))
ANSWERS = {
    Coming.YES: PARTSTAT.ACCEPTED,
    Coming.MAYBE: PARTSTAT.TENTATIVE,
    Coming.NO: PARTSTAT.DECLINED,
}


def whole(path: str) -> str:
    """The whole address of a page, for letters and calendars."""
    return f"{archive_url()}{path}"


def meeting_event(
    meeting: Meeting,
    *,
    is_open: bool,
    attendee: CalendarUser | None = None,
    sequence: int | None = None,
    measures: Measures | None = None,
) -> Event:
    """A meeting that has a time, on the clock of where its club meets.

    `is_open` says whether its reader has come as far as its talk goes, `measures` how they count.
    """
    if meeting.starts_at is None or meeting.ends_at is None:
        raise ValueError("A meeting without a time stands in no calendar.")
    url = whole(meeting.get_absolute_url())
    zone = zone_named(meeting.club.time_zone)
    return Event(
        uid=meeting.uid,
        sequence=meeting.sequence if sequence is None else sequence,
        starts=meeting.starts_at.astimezone(zone),
        ends=meeting.ends_at.astimezone(zone),
        summary=f"{isolated(meeting.name)} · {isolated(meeting.club.name)}",
        description=_description(meeting, url, measures, is_open=is_open),
        location=meeting.place or meeting.url,
        url=url,
        organizer=_organizer(meeting) if attendee else None,
        attendees=(attendee,) if attendee else (),
        alarms=tuple(Alarm(before=before, words=meeting.name) for before in ALARMS),
        status=STATUS.CANCELLED if meeting.stage == MeetingStage.CANCELLED else STATUS.CONFIRMED,
        changed_at=meeting.changed_at,
    )


def attendee(membership: Membership, coming: str = "") -> CalendarUser:
    """A member as invited. Only they get this event, so nobody else sees their address."""
    if membership.user is None:
        raise ValueError("Nobody is left to be invited.")
    answer = ANSWERS[Coming(coming)] if coming else PARTSTAT.NEEDS_ACTION
    return CalendarUser(email=membership.user.email, name=membership.name, answer=answer)


def milestone_event(milestone: Milestone, *, changed_at: datetime, measure: BookMeasure) -> Event:
    """A day to have read up to a place: the number of a chapter, never its title or anybody's words."""
    if milestone.due_on is None:
        raise ValueError("A milestone without a day stands in no calendar.")
    read = milestone.read
    messages = {
        Unit.CHAPTER: gettext("Read “%(title)s” to the end of chapter %(number)s"),
        Unit.PAGE: gettext("Read “%(title)s” to the end of page %(number)s"),
        Unit.SHARE: gettext("Read “%(title)s” to %(number)s"),
    }
    number = number_words(measure, measure.number(milestone.upto))
    return Event(
        uid=milestone.uid or f"milestone-{milestone.pk}",
        sequence=milestone.sequence,
        starts=milestone.due_on,
        ends=milestone.due_on + timedelta(days=1),
        summary=messages[measure.unit] % {"title": read.title, "number": number},
        description=f"{read.club.name}\n{whole(read.get_absolute_url())}",
        url=whole(read.get_absolute_url()),
        changed_at=changed_at.astimezone(UTC),
    )


def _description(meeting: Meeting, url: str, measures: Measures | None, *, is_open: bool) -> str:
    parts = []
    if meeting.read:
        measure = measures.of(meeting.read) if measures else None
        place = place_words(meeting.read, meeting.upto, measure)
        parts.append(
            gettext("“%(title)s”, %(place)s.") % {"title": meeting.read.title, "place": place}
        )
    if meeting.word and is_open:
        parts.append(plain(meeting.word))
    if meeting.place and meeting.url:
        parts.append(gettext("Join online: %(url)s") % {"url": meeting.url})
    parts.append(
        gettext("Say whether you’re coming, and what you’d like to talk about: %(url)s")
        % {"url": url}
    )
    return "\n\n".join(parts)


def _organizer(meeting: Meeting) -> CalendarUser:
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return CalendarUser(email=address or settings.DEFAULT_FROM_EMAIL, name=meeting.club.name)
