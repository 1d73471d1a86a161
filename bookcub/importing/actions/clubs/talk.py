"""The meetings and predictions of a club that comes in."""

from __future__ import annotations

from bookcub.core.club_file import LineOfMeeting, MeetingOfClub, MinutesOfMeeting, ShowOfMeeting
from bookcub.core.text import clean_notes
from bookcub.importing.actions.clubs.frame import Frame, said
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
from bookcub.reads.models import Read

AT_ONCE = 500


def bring_meetings(frame: Frame) -> None:
    """Every meeting with what was said in it, numbered as it was."""
    for each in frame.file.meetings:
        meeting = Meeting.objects.create(
            club=frame.club,
            read=frame.reads.get(each.read),
            upto=each.upto if each.read else 0,
            title=each.title,
            word=clean_notes(each.word),
            place=each.place,
            url=each.url if each.url.lower().startswith(("http://", "https://")) else "",
            stage=each.stage,
            made_by=frame.who(each.made_by),
            made_at=each.made_at,
            answers_until=each.answers_until,
            starts_at=each.starts_at,
            minutes_long=each.minutes_long,
            cancelled_because=each.cancelled_because,
            opened_at=each.opened_at,
            closed_at=each.closed_at,
            lines_said=max((line.number for line in each.lines), default=0),
            # Nobody is reminded of what somebody has only just brought in.
            reminded_day_at=frame.file.exported_at,
            reminded_hour_at=frame.file.exported_at,
        )
        _bring_times(frame, meeting, each)
        _bring_talk(frame, meeting, each)
        if each.minutes is not None:
            _bring_minutes(frame, meeting, each.minutes)


def _bring_times(frame: Frame, meeting: Meeting, each: MeetingOfClub) -> None:
    for proposed in each.slots:
        slot = Slot.objects.create(
            meeting=meeting, starts_at=proposed.starts_at, minutes_long=proposed.minutes_long
        )
        answers = {told.by: told for told in proposed.answers if told.by}
        SlotAnswer.objects.bulk_create(
            SlotAnswer(slot=slot, membership=frame.people[name], answer=told.answer, at=told.at)
            for name, told in answers.items()
        )
    rsvps = {told.by: told for told in each.rsvps if told.by}
    Rsvp.objects.bulk_create(
        Rsvp(
            meeting=meeting,
            membership=frame.people[name],
            coming=told.coming,
            word=told.word,
            at=told.at,
        )
        for name, told in rsvps.items()
    )
    Question.objects.bulk_create(
        Question(
            meeting=meeting,
            membership=frame.people[asked.by],
            text=asked.text,
            is_sealed=asked.is_sealed,
            order=asked.order,
            sent_at=asked.sent_at,
        )
        for asked in each.questions
        if asked.by
    )


def _bring_talk(frame: Frame, meeting: Meeting, each: MeetingOfClub) -> None:
    shows = {show.id: _bring_show(frame, meeting, show) for show in each.shows}
    Line.objects.bulk_create(
        (_line(frame, meeting, each, line, shows) for line in each.lines), batch_size=AT_ONCE
    )


def _bring_show(frame: Frame, meeting: Meeting, show: ShowOfMeeting) -> ShowOfHands:
    made = ShowOfHands.objects.create(
        meeting=meeting,
        asked_by=frame.who(show.by),
        question=show.question,
        options=list(show.options),
        asked_at=show.asked_at,
        # Nobody raises a hand in a show that was brought in.
        closed_at=show.closed_at or frame.file.exported_at,
    )
    hands = {hand.by: hand for hand in show.hands if hand.by and hand.option < len(show.options)}
    Hand.objects.bulk_create(
        Hand(show=made, membership=frame.people[name], option=hand.option, at=hand.at)
        for name, hand in hands.items()
    )
    return made


def _line(
    frame: Frame,
    meeting: Meeting,
    each: MeetingOfClub,
    line: LineOfMeeting,
    shows: dict[str, ShowOfHands],
) -> Line:
    work = next((read.work for read in frame.file.reads if read.id == each.read), "")
    chapters = frame.here[work].chapters if work in frame.here else {}
    return Line(
        meeting=meeting,
        number=line.number,
        membership=frame.who(line.by),
        kind=line.kind,
        html=said(line.html),
        chapter=chapters.get(line.chapter),
        block_id=line.block_id,
        quote=line.quote,
        hands=shows.get(line.hands),
        at=line.at,
    )


def _bring_minutes(frame: Frame, meeting: Meeting, told: MinutesOfMeeting) -> None:
    minutes = Minutes.objects.create(
        meeting=meeting,
        html=said(told.html),
        published_at=told.published_at,
        edited_at=told.edited_at,
    )
    revisions = {each.number: each for each in told.revisions}
    MinutesRevision.objects.bulk_create(
        MinutesRevision(
            minutes=minutes,
            number=number,
            html=said(each.html),
            by=frame.who(each.by),
            at=each.at,
        )
        for number, each in revisions.items()
    )


def bring_predictions(frame: Frame) -> None:
    """Open ones, and one's own sealed ones: sealed here too."""
    for each in frame.file.predictions:
        who = frame.who(each.by)
        read: Read = frame.reads[each.read]
        if who is None:
            continue
        made = Prediction.objects.create(
            read=read,
            membership=who,
            text=each.text,
            upto=each.upto,
            made_at=each.made_at,
            made_at_place=each.made_at_place,
            opened_at=each.opened_at,
            opened_by_wish=each.opened_by_wish,
        )
        verdicts = {told.by: told for told in each.verdicts if told.by}
        Verdict.objects.bulk_create(
            Verdict(
                prediction=made, membership=frame.people[name], outcome=told.outcome, at=told.at
            )
            for name, told in verdicts.items()
        )
