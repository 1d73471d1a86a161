"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from bookcub.clubs.personal_data import WITH_THE_CLUB, of_member
from bookcub.meetings.models import (
    Attendance,
    Hand,
    Line,
    Meeting,
    Minutes,
    MinutesRevision,
    PersonalCalendar,
    Presence,
    Question,
    Rsvp,
    ShowOfHands,
    Slot,
    SlotAnswer,
    SpoilerConsent,
)
from bookcub.people.inventory.entries import Erasure, PersonalData, Seer, declare


def register() -> None:
    """Let the inventory know what is kept of those who meet."""
    declare(
        "meetings",
        PersonalData(
            model=PersonalCalendar,
            what=gettext_noop("The secret address of your calendar"),
            kept=gettext_noop("until you ask for a new one"),
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("user",),
            export="calendar",
            fields=("renewed_at",),
        ),
        of_member(
            Meeting,
            gettext_noop("Meetings: when, where, what about, and who called them"),
            path="made_by__user",
            mentions=("discarded_by",),
            parts=(Slot,),
            export="meetings_called",
            fields=("club__name", "title", "word", "place", "url", "starts_at", "made_at"),
        ),
        of_member(
            SlotAnswer,
            gettext_noop("When you said you could come"),
            mentions=("said_by",),
            export="slot_answers",
            fields=("slot__meeting__title", "slot__starts_at", "answer", "at"),
        ),
        of_member(
            Rsvp,
            gettext_noop("Whether you are coming, and what you added"),
            mentions=("said_by",),
            export="rsvps",
            fields=("meeting__title", "meeting__starts_at", "coming", "word", "at"),
        ),
        of_member(
            Question,
            gettext_noop("The questions you put on a meeting’s agenda"),
            export="questions",
            fields=("meeting__title", "text", "is_sealed", "sent_at"),
        ),
        of_member(
            SpoilerConsent,
            gettext_noop("That you chose to see a meeting’s talk before you had read that far"),
            seen_by=(Seer.SELF,),
            export="spoilers_allowed",
            fields=("meeting__title", "since"),
        ),
        of_member(
            Line,
            gettext_noop("What you said in the room"),
            export="room_lines",
            fields=("meeting__title", "kind", "html", "quote", "at", "taken_back_at"),
        ),
        of_member(
            Presence,
            gettext_noop("When you came into the room, and when you were last there"),
            export="room_presence",
            fields=("meeting__title", "came_at", "seen_at"),
        ),
        of_member(
            Attendance,
            gettext_noop("Whether you were at a meeting, as you or a host said"),
            mentions=("said_by",),
            export="attendances",
            fields=("meeting__title", "meeting__starts_at", "was_there", "at"),
        ),
        of_member(
            ShowOfHands,
            gettext_noop("The shows of hands you asked for"),
            path="asked_by__user",
            export="hands_asked",
            fields=("meeting__title", "question", "options", "asked_at"),
        ),
        of_member(
            Hand,
            gettext_noop("Your answers to shows of hands"),
            export="hands",
            fields=("show__question", "option", "at"),
        ),
        PersonalData(
            model=Minutes,
            what=gettext_noop("The minutes of meetings, and which host deleted them"),
            whose=gettext_noop("the club’s"),
            kept=WITH_THE_CLUB,
            seen_by=(Seer.MEMBERS,),
            erasure=Erasure.ANONYMISED,
            erased=gettext_noop("The minutes stay in the club."),
            paths=("discarded_by",),
        ),
        of_member(
            MinutesRevision,
            gettext_noop("Every saved version of a meeting’s minutes, and who saved it"),
            path="by__user",
            export="minutes",
            fields=("minutes__meeting__title", "number", "html", "at"),
        ),
    )
