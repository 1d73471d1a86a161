"""A club's meetings and predictions as a file tells them: what whoever makes it may read, and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bookcub.exporting.queries.copier import Copier
from bookcub.formats.club_file import (
    HandOfShow,
    LineOfMeeting,
    MeetingOfClub,
    MinutesOfMeeting,
    PredictionOfClub,
    QuestionOfMeeting,
    RevisionOfMinutes,
    RsvpOfMeeting,
    ShowOfMeeting,
    SlotAnswerOfMeeting,
    SlotOfMeeting,
    VerdictOnPrediction,
)
from bookcub.meetings.models import Line, Meeting, Minutes, Question, ShowOfHands
from bookcub.memory.models import Prediction


def meetings_of(copier: Copier) -> Iterator[MeetingOfClub]:
    """Every meeting; its talk only where its place is reached or not minded."""
    meetings = Meeting.objects.visible_to(copier.person).filter(club=copier.club)
    rows = meetings.order_by("made_at", "pk").prefetch_related("slots__answers", "rsvps")
    talk = _Talk(copier)
    for number, each in enumerate(rows, start=1):
        yield copier.part(
            MeetingOfClub,
            each,
            id=f"m{number}",
            slots=tuple(
                copier.part(
                    SlotOfMeeting,
                    slot,
                    answers=copier.parts(SlotAnswerOfMeeting, slot.answers.all()),
                )
                for slot in each.slots.all()
            ),
            rsvps=copier.parts(RsvpOfMeeting, each.rsvps.all()),
            questions=tuple(talk.questions[each.pk]),
            shows=tuple(talk.shows[each.pk]),
            lines=tuple(talk.lines[each.pk]),
            minutes=talk.minutes.get(each.pk),
        )


class _Talk:
    """What was said in the meetings of a club, by meeting. Six queries."""

    def __init__(self, copier: Copier) -> None:
        self.copier = copier
        club, person = copier.club, copier.person
        self.questions: dict[int, list[QuestionOfMeeting]] = defaultdict(list)
        for asked in Question.objects.visible_to(person).filter(meeting__club=club):
            self.questions[asked.meeting_id].append(copier.part(QuestionOfMeeting, asked))
        self.names: dict[int, str] = {}
        self.shows: dict[int, list[ShowOfMeeting]] = defaultdict(list)
        open_to = Meeting.objects.open_to(person).filter(club=club)
        for show in ShowOfHands.objects.filter(meeting__in=open_to).prefetch_related("hands"):
            self.shows[show.meeting_id].append(self._show(show))
        self.lines: dict[int, list[LineOfMeeting]] = defaultdict(list)
        lines = Line.objects.visible_to(person).filter(meeting__club=club).select_related("chapter")
        chapter_texts = (f"chapter__{name}" for name in ("html", "summary", "notes", "end_notes"))
        for line in lines.defer(*chapter_texts).order_by("meeting", "number"):
            self.lines[line.meeting_id].append(self._line(line))
        minutes = Minutes.objects.visible_to(person).filter(meeting__club=club)
        self.minutes = {
            each.meeting_id: self._minutes(each) for each in minutes.prefetch_related("revisions")
        }

    def _show(self, show: ShowOfHands) -> ShowOfMeeting:
        self.names[show.pk] = f"h{len(self.names) + 1}"
        # Whose hand was up is only seen while it counts; of others the line that counts them is kept.
        own = getattr(self.copier.people.me, "pk", None)
        hands = (each for each in show.hands.all() if each.membership_id == own)
        return self.copier.part(
            ShowOfMeeting,
            show,
            id=self.names[show.pk],
            by=self.copier.people.id_of(show.asked_by_id),
            options=tuple(str(each)[:200] for each in show.options),
            hands=self.copier.parts(HandOfShow, hands),
        )

    def _line(self, line: Line) -> LineOfMeeting:
        return self.copier.part(
            LineOfMeeting,
            line,
            chapter=line.chapter.position if line.chapter else 0,
            hands=self.names.get(line.hands_id, "") if line.hands_id else "",
        )

    def _minutes(self, minutes: Minutes) -> MinutesOfMeeting:
        revisions = sorted(minutes.revisions.all(), key=lambda one: one.number)
        return self.copier.part(
            MinutesOfMeeting, minutes, revisions=self.copier.parts(RevisionOfMinutes, revisions)
        )


def predictions_of(copier: Copier) -> Iterator[PredictionOfClub]:
    """Open predictions whose place is reached, and one's own, sealed ones too."""
    rows = Prediction.objects.visible_to(copier.person).filter(read__club=copier.club)
    for each in rows.prefetch_related("verdicts").order_by("made_at", "pk"):
        verdicts = sorted(each.verdicts.all(), key=lambda one: one.pk)
        yield copier.part(
            PredictionOfClub, each, verdicts=copier.parts(VerdictOnPrediction, verdicts)
        )
