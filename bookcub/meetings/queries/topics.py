"""The agenda in the room: which questions were brought up, which one is talked about, and which comes next."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from bookcub.clubs.models import LeftNotes
from bookcub.meetings.models import Line, Meeting, Question, left_here
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
    """What the person may read of the agenda, in its order. Three queries."""
    brought_up = _lines(meeting, person)
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
    order = _order(meeting, person)
    return Topics(rows=rows, hidden=len(order) - len(rows), state=_state(order, brought_up))


def agenda_state(meeting: Meeting, *, ears: User | None = None) -> str:
    """A word that differs when the agenda, or what is talked about, does; with the `ears` of one person what they hear of it.

    The same that `topics_of` gives to each who hears so much. Two queries.
    """
    return _state(_order(meeting, ears), _lines(meeting, ears))


def _state(order: list[int], brought_up: dict[int, int]) -> str:
    return f"{'-'.join(map(str, order))}:{next(reversed(brought_up.values()), 0)}"


def _order(meeting: Meeting, ears: User | None) -> list[int]:
    """The questions that were left here, sealed ones too."""
    left = ~Q(membership__left_notes=LeftNotes.TAKE) if ears is None else left_here(ears)
    return list(Question.objects.filter(left, meeting=meeting).values_list("pk", flat=True))


def _lines(meeting: Meeting, ears: User | None) -> dict[int, int]:
    """For each question that was brought up the number of its last line; the one talked about comes last."""
    lines = Line.objects.filter(meeting=meeting).bringing_up(ears=ears)
    found: dict[int, int] = {}
    for question, number in lines.values_list("question", "number"):
        found.pop(question or 0, None)
        found[question or 0] = number
    return found
