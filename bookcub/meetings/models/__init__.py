from bookcub.meetings.models.calendar import PersonalCalendar
from bookcub.meetings.models.kept_note import KeptNote, KeptNoteQuerySet
from bookcub.meetings.models.meeting import (
    OPENS_BEFORE,
    Availability,
    Coming,
    DoesNotMind,
    Meeting,
    MeetingQuerySet,
    MeetingStage,
    Question,
    QuestionQuerySet,
    Rsvp,
    Slot,
    SlotAnswer,
)
from bookcub.meetings.models.minutes import Minutes, MinutesQuerySet, MinutesRevision
from bookcub.meetings.models.prediction import Outcome, Prediction, PredictionQuerySet, Verdict
from bookcub.meetings.models.recall import RecallEntry, RecallPosting, RecallWord
from bookcub.meetings.models.room import (
    Hand,
    Line,
    LineKind,
    LineQuerySet,
    Presence,
    ShowOfHands,
)

__all__ = [
    "OPENS_BEFORE",
    "Availability",
    "Coming",
    "DoesNotMind",
    "Hand",
    "KeptNote",
    "KeptNoteQuerySet",
    "Line",
    "LineKind",
    "LineQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "MeetingStage",
    "Minutes",
    "MinutesQuerySet",
    "MinutesRevision",
    "Outcome",
    "PersonalCalendar",
    "Prediction",
    "PredictionQuerySet",
    "Presence",
    "Question",
    "QuestionQuerySet",
    "RecallEntry",
    "RecallPosting",
    "RecallWord",
    "Rsvp",
    "ShowOfHands",
    "Slot",
    "SlotAnswer",
    "Verdict",
]
