"""When a club talks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from bookcub.core.page_urls import reverse
from bookcub.meetings import signals as meetings
from bookcub.meetings.models import Meeting, Minutes, SlotAnswer
from bookcub.notifications.kinds.base import InboxItem, OfClubItself, Telling, hears
from bookcub.notifications.kinds.clubs import hosts, involved, people
from bookcub.notifications.models import Notice
from bookcub.people.models import User


class MeetingMoved(OfClubItself[Meeting]):
    """One line for each meeting. Its letters bring dates for calendars, and `meetings` sends them itself."""

    name, label = "meeting", gettext_lazy("a meeting")
    presses = True
    subject = Meeting
    related = ("club",)

    @hears(
        meetings.meeting_proposed,
        meetings.meeting_fixed,
        meetings.meeting_changed,
        meetings.meeting_cancelled,
        meetings.meeting_reminder_due,
    )
    def moved(self, *, meeting: Meeting, by: object = None, **_: Any) -> Telling:
        to = [user for user in people(involved(meeting.club_id)) if user != by]
        by_whom = by.pk if isinstance(by, User) else None
        return Telling(meeting, to=to, by=by_whom, club=meeting.club_id)

    @hears(meetings.slot_answers_due)
    def answers_missing(self, *, meeting: Meeting, **_: Any) -> Telling:
        """To those who have not said when they can."""
        answered = SlotAnswer.objects.filter(slot__meeting=meeting).values("membership")
        to = people(involved(meeting.club_id).exclude(pk__in=answered))
        return Telling(meeting, to=to, club=meeting.club_id)

    @hears(meetings.slot_answers_in)
    def answers_in(self, *, meeting: Meeting, **_: Any) -> Telling:
        return Telling(meeting, to=people(hosts(meeting.club_id)), club=meeting.club_id)

    def open_to(self, person: User) -> QuerySet[Any]:
        return Meeting.objects.visible_to(person)

    def item(self, notice: Notice, thing: Meeting) -> InboxItem:
        return self.say(thing.get_absolute_url(), at=thing.starts_at, meeting=thing)


class MinutesPublished(OfClubItself[Minutes]):
    """To the members, once they have read as far as the meeting talks."""

    name, label = "minutes", gettext_lazy("minutes of a meeting")
    subject = Minutes
    related = ("meeting__club",)

    @hears(meetings.minutes_published)
    def published(self, *, minutes: Minutes, by: User | None, **_: Any) -> Telling:
        club = minutes.meeting.club_id
        to = [user for user in people(involved(club)) if user != by]
        return Telling(minutes, to=to, by=by.pk if by else None, club=club, by_letter=True)

    def open_to(self, person: User) -> QuerySet[Any]:
        return Minutes.objects.visible_to(person)

    def item(self, notice: Notice, thing: Minutes) -> InboxItem:
        return self.say(
            reverse("meetings:minutes_detail", args=[thing.meeting.pk]), meeting=thing.meeting
        )
