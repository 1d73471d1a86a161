"""Meetings and minutes in the trash: told to `people.trash`."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.clubs.trash import OfHosts
from bookcub.meetings.actions.trash import delete_minutes, restore_meeting, restore_minutes
from bookcub.meetings.models import Meeting, Minutes
from bookcub.people.models import User
from bookcub.people.trash import TRASH


class MeetingsInTrash(OfHosts[Meeting]):
    label = pgettext_lazy("trash", "Meeting")
    argument = "meeting_id"
    what_goes = gettext_lazy(
        "What was said in its room, its minutes, questions and answers will be gone for good."
    )

    def rows(self) -> QuerySet[Meeting]:
        return Meeting.objects.select_related("club")

    def of_person(self, person: User) -> QuerySet[Meeting]:
        # One whose read lies in the trash comes back with that first.
        return super().of_person(person).filter(read__discarded_at=None)

    def title(self, thing: Meeting) -> str:
        return thing.name

    def belongs_to(self, thing: Meeting) -> str:
        return thing.club.name

    def restore(self, thing: Meeting) -> None:
        restore_meeting(meeting=thing)

    def delete(self, thing: Meeting, by: User | None) -> None:
        thing.delete()


class MinutesInTrash(OfHosts[Minutes]):
    label = pgettext_lazy("trash", "Minutes")
    argument = "minutes_id"
    what_goes = gettext_lazy(
        "The summary with all its revisions and what was said in the room will be gone for good. The meeting stays."
    )
    club_path = "meeting__club"

    def rows(self) -> QuerySet[Minutes]:
        return Minutes.objects.select_related("meeting__club")

    def of_person(self, person: User) -> QuerySet[Minutes]:
        there = {"meeting__discarded_at": None, "meeting__read__discarded_at": None}
        return super().of_person(person).filter(**there)

    def title(self, thing: Minutes) -> str:
        return gettext("Minutes: %(title)s") % {"title": thing.meeting.name}

    def belongs_to(self, thing: Minutes) -> str:
        return thing.meeting.club.name

    def restore(self, thing: Minutes) -> None:
        restore_minutes(minutes=thing)

    def delete(self, thing: Minutes, by: User | None) -> None:
        delete_minutes(minutes=thing)


def register() -> None:
    """Let the trash know of these."""
    TRASH.register(MeetingsInTrash(), name="meeting", owner="meetings")
    TRASH.register(MinutesInTrash(), name="minutes", owner="meetings")
