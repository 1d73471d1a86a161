"""The agenda in the room: which questions were brought up, which one is talked about, and which comes next."""

from __future__ import annotations

from dataclasses import dataclass

from bookcub.meetings.models import Line, LineKind, Meeting, Question, left_here
from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class Topic:
    """One question of the agenda. `line` is the number of the line that brought it up last; None if none did."""

    id: int
    text: str
    name: str
    line: int | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Topics:
    rows: tuple[Topic, ...]
    hidden: int  # sealed ones of others
    state: str  # changes with the agenda and with what is talked about

    @property
    def current(self) -> Topic | None:
        return next((row for row in self.rows if row.is_current), None)

    @property
    def next(self) -> Topic | None:
        """The first after the current one that was not brought up; else the first of all that was not."""
        at = next((place for place, row in enumerate(self.rows, 1) if row.is_current), 0)
        waiting = [row for row in (*self.rows[at:], *self.rows[:at]) if row.line is None]
        return waiting[0] if waiting else None

    @property
    def brought_up(self) -> int:
        return sum(row.line is not None for row in self.rows)


def topics_of(meeting: Meeting, person: User) -> Topics:
    """What the person may read of the agenda, in its order. Four queries."""
    brought_up = _lines(meeting)
    current = next(reversed(brought_up), None)
    visible = Question.objects.visible_to(person).filter(meeting=meeting)
    rows = tuple(
        Topic(
            id=each.pk,
            text=each.text,
            name=each.membership.name,
            line=brought_up.get(each.pk),
            is_current=each.pk == current,
        )
        for each in visible.select_related("membership__pseud")
    )
    hidden = Question.objects.filter(left_here(person), meeting=meeting).count() - len(rows)
    return Topics(rows=rows, hidden=hidden, state=_state(meeting, brought_up))


def agenda_state(meeting: Meeting) -> str:
    """A word that differs when the agenda, or what is talked about, does. Two queries."""
    return _state(meeting, _lines(meeting))


def _state(meeting: Meeting, brought_up: dict[int, int]) -> str:
    order = "-".join(str(pk) for pk in meeting.questions.values_list("pk", flat=True))
    return f"{order}:{next(reversed(brought_up.values()), 0)}"


def _lines(meeting: Meeting) -> dict[int, int]:
    """For each question that was brought up the number of its last line; the one talked about comes last."""
    lines = Line.objects.filter(
        meeting=meeting, kind=LineKind.TOPIC, taken_back_at=None, question__isnull=False
    )
    found: dict[int, int] = {}
    for question, number in lines.order_by("number").values_list("question", "number"):
        found.pop(question or 0, None)
        found[question or 0] = number
    return found
