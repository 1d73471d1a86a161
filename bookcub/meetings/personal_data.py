"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.clubs.personal_data import of_member
from bookcub.meetings.models import (
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
from bookcub.people.data_inventory import Erasure, PersonalData, Seer, declare


def register() -> None:
    """Let the inventory know what is kept of those who meet."""
    declare(
        "meetings",
        PersonalData(
            model=PersonalCalendar,
            what="The secret address of your calendar",
            kept="until you ask for another",
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("user",),
            export="calendar",
            fields=("renewed_at",),
        ),
        of_member(
            Meeting,
            "Meetings: when, where, what about, and who called them",
            path="made_by__user",
            parts=(Slot, Minutes),
            export="meetings_called",
            fields=("club__name", "title", "word", "place", "url", "starts_at", "made_at"),
        ),
        of_member(
            SlotAnswer,
            "When you said you could come",
            export="slot_answers",
            fields=("slot__meeting__title", "slot__starts_at", "answer", "at"),
        ),
        of_member(
            Rsvp,
            "Whether you come, and what you added",
            export="rsvps",
            fields=("meeting__title", "meeting__starts_at", "coming", "word", "at"),
        ),
        of_member(
            Question,
            "The questions you sent in for a meeting",
            export="questions",
            fields=("meeting__title", "text", "is_sealed", "sent_at"),
        ),
        of_member(
            SpoilerConsent,
            "That you do not mind what a meeting gives away",
            seen_by=(Seer.SELF,),
            export="spoilers_allowed",
            fields=("meeting__title", "since"),
        ),
        of_member(
            Line,
            "What you said in the room",
            export="room_lines",
            fields=("meeting__title", "kind", "html", "quote", "at", "taken_back_at"),
        ),
        of_member(
            Presence,
            "When you came into the room, and when you were last there",
            export="room_presence",
            fields=("meeting__title", "came_at", "seen_at"),
        ),
        of_member(
            ShowOfHands,
            "The shows of hands you asked for",
            path="asked_by__user",
            export="hands_asked",
            fields=("meeting__title", "question", "options", "asked_at"),
        ),
        of_member(
            Hand,
            "How you raised your hand",
            export="hands",
            fields=("show__question", "option", "at"),
        ),
        of_member(
            MinutesRevision,
            "Every saved state of a meeting’s minutes, and who saved it",
            path="by__user",
            export="minutes",
            fields=("minutes__meeting__title", "number", "html", "at"),
        ),
    )
