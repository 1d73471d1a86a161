"""A club's meetings and predictions as a file tells them: what whoever makes it may read, and no more."""

from __future__ import annotations

from typing import Any

from bookcub.exporting.queries.copier import Copier, leaving, own_fields
from bookcub.formats.club_file.parts import MeetingOfClub, PredictionOfClub
from bookcub.meetings.models import (
    Attendance,
    Hand,
    Line,
    Meeting,
    Minutes,
    MinutesRevision,
    Presence,
    Question,
    Rsvp,
    ShowOfHands,
    Slot,
    SlotAnswer,
)
from bookcub.memory.models import Prediction, Verdict
from bookcub.people.policies import hears_of


def meetings_of(copier: Copier) -> tuple[MeetingOfClub, ...]:
    """Every meeting; its talk, and what it is for, only where its place is reached or not minded."""
    club, person = copier.club, copier.person
    chapter_texts = (f"chapter__{name}" for name in ("html", "summary", "notes", "end_notes"))
    open_to = Meeting.objects.open_to(person).filter(club=club)
    copier.open_meetings = set(open_to.values_list("pk", flat=True))
    lines = Line.objects.visible_to(person).select_related("chapter").defer(*chapter_texts)
    rows = Meeting.objects.visible_to(person).filter(club=club).order_by("made_at", "pk")
    heard = hears_of(person, "membership__user")
    told = rows.prefetch_related(
        leaving("slots", Slot.objects.all()),
        leaving("slots__answers", SlotAnswer.objects.filter(heard).order_by("pk")),
        leaving("rsvps", Rsvp.objects.filter(heard).order_by("pk")),
        leaving("attendances", Attendance.objects.filter(heard).order_by("pk")),
        leaving("presences", Presence.objects.filter(heard).order_by("pk")),
        leaving("questions", Question.objects.visible_to(person)),
        leaving(
            "shows",
            ShowOfHands.objects.heard_by(person).filter(
                meeting__in=open_to, meeting__minutes__discarded_at=None
            ),
            "shows_of_hands",
        ),
        # Whose hand was up is only seen while it counts; of others the line that counts them is kept.
        leaving("shows__hands", Hand.objects.filter(membership=copier.me)),
        leaving("lines", lines),
        leaving("minutes", Minutes.objects.visible_to(person)),
        leaving("minutes__revisions", MinutesRevision.objects.order_by("number")),
    )
    return copier.parts(MeetingOfClub, told)


def predictions_of(copier: Copier) -> tuple[PredictionOfClub, ...]:
    """Predictions whose place is reached, and all of one's own."""
    rows = Prediction.objects.visible_to(copier.person).filter(read__club=copier.club)
    told = rows.prefetch_related(
        leaving("verdicts", Verdict.objects.heard_by(copier.person).order_by("pk"))
    )
    return copier.parts(PredictionOfClub, told.order_by("made_at", "pk"))


@own_fields.register
def _(meeting: Meeting, copier: Copier) -> dict[str, Any]:
    is_open = meeting.pk in copier.open_meetings
    return {"id": copier.name("m", meeting), "word": meeting.word if is_open else ""}


@own_fields.register
def _(rsvp: Rsvp, copier: Copier) -> dict[str, Any]:
    is_own = copier.me is not None and rsvp.membership_id == copier.me.pk
    is_open = is_own or rsvp.meeting_id in copier.open_meetings
    return {"word": rsvp.word if is_open else ""}


@own_fields.register
def _(show: ShowOfHands, copier: Copier) -> dict[str, Any]:
    options = tuple(str(each)[:200] for each in show.options)
    return {"id": copier.name("h", show), "options": options}


@own_fields.register
def _(line: Line, copier: Copier) -> dict[str, Any]:
    chapter = line.chapter.position if line.chapter else 0
    return {"chapter": chapter, "hands": copier.id_of(ShowOfHands, line.hands_id)}
