"""The last meeting, for whoever asks what was said there: what came of it, who was there, how the talk began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookcub.meetings.models import Line, LineKind, Meeting, Question
from bookcub.meetings.queries.attendances import were_there
from bookcub.memory.queries.hits import Hit, hit_of_line, hit_of_meeting
from bookcub.people.models import User

MOST_LINES, MOST_QUESTIONS = 3, 5


@dataclass(frozen=True, slots=True)
class LastMeeting:
    """One meeting whose talk is open to whoever asks."""

    hit: Hit  # its words are the beginning of the summary, if there is one
    there: Sequence[str]
    asked: Sequence[str]
    lines: Sequence[Hit]  # what was said first

    @property
    def is_bare(self) -> bool:
        return not (self.hit.words or self.asked or self.lines)


def told_of(meeting: Meeting, person: User) -> LastMeeting:
    """All that a card has room for, as far as the person may see it. Five queries at most."""
    questions = Question.objects.visible_to(person).filter(meeting=meeting)
    said = Line.objects.visible_to(person).filter(meeting=meeting, kind=LineKind.SAID)
    first = list(said.select_related("membership__pseud").order_by("number")[:MOST_LINES])
    for line in first:
        line.meeting = meeting
    return LastMeeting(
        hit=hit_of_meeting(meeting),
        there=[one.name for one in were_there(meeting)],
        asked=list(questions.values_list("text", flat=True)[:MOST_QUESTIONS]),
        lines=[hit_of_line(line) for line in first],
    )
