"""Meetings and minutes in the trash: told to `people.trash`."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from bookcub.clubs.trash import OfHosts
from bookcub.meetings.actions.trash import delete_minutes, restore_meeting, restore_minutes
from bookcub.meetings.models import Line, LineKind, Meeting, Minutes, MinutesRevision, Question
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

    def has_words_of_others(self, thing: Meeting, person: User) -> bool:
        """Lines, questions, and what the minutes say."""
        return said_by_others(Meeting.objects.filter(pk=thing.pk), person)

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

    def has_words_of_others(self, thing: Minutes, person: User) -> bool:
        """What others wrote into them, and said in the room."""
        lines = Line.objects.filter(meeting=thing.meeting_id).exclude(membership__user=person)
        return (
            lines.filter(kind=LineKind.SAID, taken_back_at=None).exists()
            or thing.revisions.exclude(by__user=person).exists()
        )

    def restore(self, thing: Minutes) -> None:
        restore_minutes(minutes=thing)

    def delete(self, thing: Minutes, by: User | None) -> None:
        delete_minutes(minutes=thing)


def said_by_others(meetings: QuerySet[Meeting], person: User) -> bool:
    """Whether somebody else has said anything in these meetings."""
    lines = Line.objects.filter(kind=LineKind.SAID, taken_back_at=None, meeting__in=meetings)
    questions = Question.objects.filter(meeting__in=meetings)
    written = MinutesRevision.objects.filter(minutes__meeting__in=meetings)
    return (
        lines.exclude(membership__user=person).exists()
        or questions.exclude(membership__user=person).exists()
        or written.exclude(by__user=person).exists()
    )


def register() -> None:
    """Let the trash know of these."""
    TRASH.register(MeetingsInTrash(), name="meeting", owner="meetings")
    TRASH.register(MinutesInTrash(), name="minutes", owner="meetings")
