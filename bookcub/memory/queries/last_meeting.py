"""One meeting, usually the last, for whoever asks what was said there: what came of it, who was there, how the talk ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from bookcub.meetings.models import Line, LineKind, Meeting
from bookcub.meetings.queries.attendances import were_there
from bookcub.meetings.queries.lines import Show, shows_of
from bookcub.memory.queries.hits import (
    Hit,
    hit_of_line,
    hit_of_meeting,
    hit_of_question,
    seen_questions,
)
from bookcub.people.models import User

MOST_LINES, MOST_QUESTIONS, MOST_SHOWS = 3, 5, 5


@dataclass(frozen=True, slots=True)
class LastMeeting:
    """One meeting whose talk is open to whoever asks."""

    hit: Hit  # its words are the beginning of the summary, if there is one
    there: Sequence[str]
    asked: Sequence[Hit]
    hands: Sequence[Show]  # that were counted
    lines: Sequence[Hit]  # what was said last

    def says_all_of(self, hit: Hit) -> bool:
        """Whether this is its summary, and no more of it than stands here already."""
        return hit.url == self.hit.url and _text(hit) == _text(self.hit)

    @property
    def is_bare(self) -> bool:
        return not (self.hit.words or self.asked or self.hands or self.lines)


def _text(hit: Hit) -> str:
    return "".join(piece.text for piece in hit.words)


def told_of(meeting: Meeting, person: User, *, is_last: bool) -> LastMeeting:
    """All that a card has room for, as far as the person may see it. Eight queries at most."""
    questions = seen_questions(person, Q(meeting=meeting))[:MOST_QUESTIONS]
    said = Line.objects.visible_to(person).filter(meeting=meeting, kind=LineKind.SAID)
    newest = list(said.select_related("membership__pseud").order_by("-number")[:MOST_LINES])
    for line in newest:
        line.meeting = meeting
    counts = Line.objects.visible_to(person).filter(meeting=meeting, kind=LineKind.COUNT)
    counted = [
        line.hands
        for line in counts.select_related("hands").order_by("number")[:MOST_SHOWS]
        if line.hands
    ]
    return LastMeeting(
        hit=hit_of_meeting(meeting, is_last=is_last),
        there=[one.name for one in were_there(meeting, person)],
        asked=[hit_of_question(question) for question in questions],
        hands=list(shows_of(counted).values()),
        lines=[hit_of_line(line) for line in reversed(newest)],
    )
