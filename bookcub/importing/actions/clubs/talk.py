"""The meetings and predictions of a club that comes in."""

from __future__ import annotations

from bookcub.core.text import clean_notes
from bookcub.formats.club_file import MeetingOfClub, ShowOfMeeting
from bookcub.importing.actions.clubs.frame import Frame
from bookcub.meetings.models import (
    Hand,
    Line,
    Meeting,
    Minutes,
    MinutesRevision,
    Question,
    Rsvp,
    ShowOfHands,
    Slot,
    SlotAnswer,
)
from bookcub.memory.models import Prediction, Verdict


def bring_meetings(frame: Frame) -> None:
    """Every meeting with what was said in it, numbered as it was."""
    for each in frame.file.meetings:
        meeting = frame.create(
            Meeting,
            each,
            club=frame.club,
            upto=each.upto if each.read else 0,
            word=clean_notes(each.word),
            lines_said=max((line.number for line in each.lines), default=0),
            # Nobody is reminded of what somebody has only just brought in.
            reminded_day_at=frame.file.exported_at,
            reminded_hour_at=frame.file.exported_at,
        )
        for proposed in each.slots:
            slot = frame.create(Slot, proposed, meeting=meeting)
            frame.create_all(SlotAnswer, proposed.answers, once="by", slot=slot)
        frame.create_all(Rsvp, each.rsvps, once="by", meeting=meeting)
        frame.create_all(Question, [one for one in each.questions if one.by], meeting=meeting)
        _bring_talk(frame, meeting, each)
        if each.minutes is not None:
            minutes = frame.create(Minutes, each.minutes, meeting=meeting)
            frame.create_all(
                MinutesRevision, each.minutes.revisions, once="number", minutes=minutes
            )


def _bring_talk(frame: Frame, meeting: Meeting, each: MeetingOfClub) -> None:
    shows = {show.id: _bring_show(frame, meeting, show) for show in each.shows}
    work = next((read.work for read in frame.file.reads if read.id == each.read), "")
    chapters = frame.here[work].chapters if work in frame.here else {}
    lines = [
        frame.row(
            Line,
            line,
            meeting=meeting,
            chapter=chapters.get(line.chapter),
            hands=shows.get(line.hands),
        )
        for line in each.lines
    ]
    frame.store(Line, zip(lines, each.lines, strict=True))


def _bring_show(frame: Frame, meeting: Meeting, show: ShowOfMeeting) -> ShowOfHands:
    made = frame.create(
        ShowOfHands,
        show,
        meeting=meeting,
        asked_by=frame.who(show.by),
        # Nobody raises a hand in a show that was brought in.
        closed_at=show.closed_at or frame.file.exported_at,
    )
    hands = [hand for hand in show.hands if hand.option < len(show.options)]
    frame.create_all(Hand, hands, once="by", show=made)
    return made


def bring_predictions(frame: Frame) -> None:
    """Open ones, and one's own sealed ones: sealed here too."""
    for each in frame.file.predictions:
        if each.by:
            made = frame.create(Prediction, each)
            frame.create_all(Verdict, each.verdicts, once="by", prediction=made)
