"""The meetings and predictions of a club that comes in."""

from __future__ import annotations

from typing import Any

from bookcub.core.text import clean_notes
from bookcub.formats.club_file.parts import (
    HandOfShow,
    LineOfMeeting,
    MeetingOfClub,
    MinutesOfMeeting,
    PredictionOfClub,
    ReadOfClub,
    ShowOfMeeting,
)
from bookcub.importing.actions.clubs.frame import Frame, own_columns
from bookcub.meetings.models import Meeting, ShowOfHands
from bookcub.memory.models import Prediction


def bring_talk(frame: Frame) -> None:
    """Every meeting with what was said in it, and the predictions: those that are sealed stay sealed."""
    frame.bring(Meeting, frame.file.meetings, club=frame.club)
    frame.bring(Prediction, frame.file.predictions)


@own_columns.register
def _(told: MeetingOfClub, frame: Frame, **_: Any) -> dict[str, Any]:
    return {
        "upto": frame.place(told.upto, frame.found(ReadOfClub, told.read)) if told.read else 0,
        "word": clean_notes(told.word),
        "lines_said": max((line.number for line in told.lines), default=0),
        # Nobody is reminded of what somebody has only just brought in.
        "reminded_day_at": frame.file.exported_at,
        "reminded_hour_at": frame.file.exported_at,
    }


@own_columns.register
def _(told: MinutesOfMeeting, _: Frame, *, meeting: Meeting) -> dict[str, Any]:
    # Older files do not say it: where there was something to read and nobody read it, a host had hidden it.
    is_hidden = told.published_at is None and (told.revisions or meeting.lines_said)
    return {"held_back_at": told.held_back_at or (told.edited_at if is_hidden else None)}


@own_columns.register
def _(told: PredictionOfClub, frame: Frame, **_: Any) -> dict[str, Any]:
    read = frame.found(ReadOfClub, told.read)
    places = (told.upto, told.made_at_place)
    upto, made_at_place = (frame.place(each, read) for each in places)
    return {"upto": upto, "made_at_place": made_at_place}


@own_columns.register
def _(told: ShowOfMeeting, frame: Frame, **_: Any) -> dict[str, Any]:
    # Nobody raises a hand in a show that was brought in.
    return {"closed_at": told.closed_at or frame.file.exported_at}


@own_columns.register
def _(told: HandOfShow, _: Frame, *, show: ShowOfHands) -> dict[str, Any] | None:
    return {} if told.option < len(show.options) else None


@own_columns.register
def _(told: LineOfMeeting, frame: Frame, *, meeting: Meeting) -> dict[str, Any]:
    chapters = frame.chapters.get(meeting.read.work_id if meeting.read else None, {})
    return {"chapter": chapters.get(told.chapter), "hands": frame.found(ShowOfMeeting, told.hands)}
