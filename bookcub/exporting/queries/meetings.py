"""A club's meetings and predictions as a file tells them: what whoever makes it may read, and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from bookcub.clubs.models import Club
from bookcub.core.club_file import (
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
from bookcub.exporting.queries.people import People
from bookcub.meetings.models import Line, Meeting, Minutes, Question, ShowOfHands
from bookcub.memory.models import Prediction


def meetings_of(club: Club, people: People, reads: Mapping[int, str]) -> Iterator[MeetingOfClub]:
    """Every meeting; its talk only where its place is reached or not minded. `reads` are the file's names."""
    meetings = Meeting.objects.visible_to(people.person).filter(club=club).order_by("made_at", "pk")
    rows = list(meetings.prefetch_related("slots__answers", "rsvps"))
    talk = _Talk(club, people)
    for number, each in enumerate(rows, start=1):
        yield MeetingOfClub(
            id=f"m{number}",
            read=reads.get(each.read_id, "") if each.read_id else "",
            upto=each.upto,
            title=each.title,
            word=each.word,
            place=each.place,
            url=each.url,
            stage=each.stage,  # type: ignore[arg-type]  # the model's choices are the file's
            made_by=people.id_of(each.made_by_id),
            made_at=each.made_at,
            answers_until=each.answers_until,
            starts_at=each.starts_at,
            minutes_long=each.minutes_long,
            cancelled_because=each.cancelled_because,
            opened_at=each.opened_at,
            closed_at=each.closed_at,
            slots=tuple(
                SlotOfMeeting(
                    starts_at=slot.starts_at,
                    minutes_long=slot.minutes_long,
                    answers=tuple(
                        SlotAnswerOfMeeting(
                            by=people.id_of(said.membership_id),
                            answer=said.answer,  # type: ignore[arg-type]  # as above
                            at=said.at,
                        )
                        for said in slot.answers.all()
                    ),
                )
                for slot in each.slots.all()
            ),
            rsvps=tuple(
                RsvpOfMeeting(
                    by=people.id_of(said.membership_id),
                    coming=said.coming,  # type: ignore[arg-type]  # as above
                    word=said.word,
                    at=said.at,
                )
                for said in each.rsvps.all()
            ),
            questions=tuple(talk.questions[each.pk]),
            shows=tuple(talk.shows[each.pk]),
            lines=tuple(talk.lines[each.pk]),
            minutes=talk.minutes.get(each.pk),
        )


class _Talk:
    """What was said in the meetings of a club, by meeting. Six queries."""

    def __init__(self, club: Club, people: People) -> None:
        self.people = people
        person = people.person
        self.questions: dict[int, list[QuestionOfMeeting]] = defaultdict(list)
        for each in Question.objects.visible_to(person).filter(meeting__club=club):
            self.questions[each.meeting_id].append(
                QuestionOfMeeting(
                    by=people.id_of(each.membership_id),
                    text=each.text,
                    is_sealed=each.is_sealed,
                    order=each.order,
                    sent_at=each.sent_at,
                )
            )
        open_to = Meeting.objects.open_to(person).filter(club=club)
        self.names: dict[int, str] = {}
        self.shows: dict[int, list[ShowOfMeeting]] = defaultdict(list)
        shows = ShowOfHands.objects.filter(meeting__in=open_to).prefetch_related("hands")
        for each_show in shows:
            self.shows[each_show.meeting_id].append(self._show(each_show))
        self.lines: dict[int, list[LineOfMeeting]] = defaultdict(list)
        lines = Line.objects.visible_to(person).filter(meeting__club=club).select_related("chapter")
        chapter_texts = (f"chapter__{name}" for name in ("html", "summary", "notes", "end_notes"))
        for each_line in lines.defer(*chapter_texts).order_by("meeting", "number"):
            self.lines[each_line.meeting_id].append(self._line(each_line))
        minutes = Minutes.objects.visible_to(person).filter(meeting__club=club)
        self.minutes = {
            each_summary.meeting_id: self._summary(each_summary)
            for each_summary in minutes.prefetch_related("revisions")
        }

    def _show(self, show: ShowOfHands) -> ShowOfMeeting:
        self.names[show.pk] = f"h{len(self.names) + 1}"
        # Whose hand was up is only seen while it counts; of others the line that counts them is kept.
        own = getattr(self.people.me, "pk", None)
        return ShowOfMeeting(
            id=self.names[show.pk],
            by=self.people.id_of(show.asked_by_id),
            question=show.question,
            options=tuple(str(each)[:200] for each in show.options),
            asked_at=show.asked_at,
            closed_at=show.closed_at,
            hands=tuple(
                HandOfShow(by=self.people.id_of(own), option=each.option, at=each.at)
                for each in show.hands.all()
                if each.membership_id == own
            ),
        )

    def _line(self, line: Line) -> LineOfMeeting:
        return LineOfMeeting(
            number=line.number,
            by=self.people.id_of(line.membership_id),
            kind=line.kind,  # type: ignore[arg-type]  # the model's choices are the file's
            html=line.html,
            chapter=line.chapter.position if line.chapter else 0,
            block_id=line.block_id,
            quote=line.quote,
            hands=self.names.get(line.hands_id, "") if line.hands_id else "",
            at=line.at,
        )

    def _summary(self, minutes: Minutes) -> MinutesOfMeeting:
        return MinutesOfMeeting(
            html=minutes.html,
            published_at=minutes.published_at,
            edited_at=minutes.edited_at,
            revisions=tuple(
                RevisionOfMinutes(
                    number=each.number,
                    html=each.html,
                    by=self.people.id_of(each.by_id),
                    at=each.at,
                )
                for each in sorted(minutes.revisions.all(), key=lambda one: one.number)
            ),
        )


def predictions_of(
    club: Club, people: People, reads: Mapping[int, str]
) -> Iterator[PredictionOfClub]:
    """Open predictions whose place is reached, and one's own, sealed ones too."""
    rows = Prediction.objects.visible_to(people.person).filter(read__club=club)
    for each in rows.prefetch_related("verdicts").order_by("made_at", "pk"):
        yield PredictionOfClub(
            read=reads[each.read_id],
            by=people.id_of(each.membership_id),
            text=each.text,
            upto=each.upto,
            made_at=each.made_at,
            made_at_place=each.made_at_place,
            opened_at=each.opened_at,
            opened_by_wish=each.opened_by_wish,
            verdicts=tuple(
                VerdictOnPrediction(
                    by=people.id_of(said.membership_id),
                    outcome=said.outcome,  # type: ignore[arg-type]  # the model's choices are the file's
                    at=said.at,
                )
                for said in sorted(each.verdicts.all(), key=lambda one: one.pk)
            ),
        )
