"""The pace of a read as a picture: the plan against what happened.

What happened is what the club did together, its meetings and its end, and one's own way through the book. How far
the others were day by day stays with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.reading.models import ChapterProgress
from bookcub.reads.models import Milestone, Read
from bookcub.reads.planning import BookMeasure, Unit
from bookcub.reads.queries.books import book_of
from bookcub.reads.queries.measures import measure_of, number_words
from bookcub.reads.queries.wording import day_words

if TYPE_CHECKING:
    from bookcub.people.models import User

WIDTH, HEIGHT, EDGE = 600, 220, 24


@dataclass(frozen=True, slots=True)
class PaceRow:
    """One row of the table beside the picture: a day, a place, and what it was."""

    day: date
    upto: int
    what: str
    kind: str  # plan, met, mine
    place: int | str = ""  # as whoever looks counts


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the picture."""

    x: str
    y: str


@dataclass(frozen=True, slots=True)
class PacePicture:
    """The picture and its table."""

    steps: Sequence[PaceRow]
    plan: str  # points of an SVG polyline
    mine: str
    meetings: Sequence[Dot]
    first: date
    last: date
    upto: str  # the head of the column of places
    words: str


def pace_of(read: Read, person: User) -> PacePicture | None:
    """The plan against what happened; None where fewer than two days are known."""
    start = read.began_on
    steps = [PaceRow(start, 0, gettext("You began"), "plan")]
    steps += _planned(read)
    steps += _met(read)
    end = read.ended_on if read.finished_at else None
    # Who reads on afterwards does so for themselves: the picture is of the read.
    own = [step for step in _mine(read, person) if end is None or step.day <= end]
    steps += own
    steps.sort(key=lambda step: (step.day, step.upto))
    first, last = steps[0].day, steps[-1].day
    top = max(step.upto for step in steps)
    if first == last or not top:
        return None
    frame = _Frame(first, last, top)
    measure = measure_of(read, person)
    return PacePicture(
        steps=[replace(step, place=_place(measure, step.upto)) for step in steps],
        plan=frame.line(step for step in steps if step.kind == "plan"),
        mine=frame.line([PaceRow(start, 0, "", "mine"), *own]) if own else "",
        meetings=[frame.dot(step) for step in steps if step.kind == "met"],
        first=first,
        last=last,
        upto=_column(measure),
        words=_in_words(read, steps),
    )


def _place(measure: BookMeasure, upto: int) -> int | str:
    return number_words(measure, measure.number(upto))


def _column(measure: BookMeasure) -> str:
    heads = {
        Unit.CHAPTER: gettext("Up to chapter"),
        Unit.PAGE: gettext("Up to page"),
        Unit.SHARE: gettext("Up to"),
    }
    return heads[measure.unit]


def _planned(read: Read) -> list[PaceRow]:
    rows = Milestone.objects.filter(read=read, due_on__isnull=False).order_by("upto")
    return [
        PaceRow(each.due_on, each.upto, each.label or gettext("Planned"), "plan")
        for each in rows
        if each.due_on
    ]


def _met(read: Read) -> list[PaceRow]:
    held = Meeting.objects.standing().filter(
        read=read, stage=MeetingStage.HELD, starts_at__isnull=False
    )
    found = [
        PaceRow(_day(each.held_at), each.upto, each.name, "met") for each in held if each.held_at
    ]
    if read.finished_at and read.ended_on:
        found.append(
            PaceRow(
                read.ended_on,
                book_of(read).last_there,
                gettext("You finished together"),
                "met",
            )
        )
    return found


def _mine(read: Read, person: User) -> list[PaceRow]:
    """When one finished each chapter, as long as they came without a gap."""
    if read.work is None:
        return []
    whole = ChapterProgress.objects.filter(
        user=person, chapter__work=read.work, read_whole_at__isnull=False
    )
    rows = whole.order_by("chapter__position").values_list("chapter__position", "read_whole_at")
    found: list[PaceRow] = []
    for expected, (position, at) in enumerate(rows, start=1):
        if position != expected or at is None:
            break
        found.append(PaceRow(_day(at), position, gettext("You had read this far"), "mine"))
    return found


def _in_words(read: Read, steps: Sequence[PaceRow]) -> str:
    """What the picture says."""
    planned = [step for step in steps if step.kind == "plan"]
    if read.finished_at and read.ended_on and len(planned) > 1:
        return _finished(planned[-1].day, read.ended_on)
    first, last = steps[0].day, steps[-1].day
    days = (last - first).days
    sentence = ngettext(
        "From %(first)s to %(last)s: %(days)d day.",
        "From %(first)s to %(last)s: %(days)d days.",
        days,
    )
    return sentence % {"first": day_words(first), "last": day_words(last), "days": days}


def _finished(planned: date, finished: date) -> str:
    late = (finished - planned).days
    if late > 1:
        sentence = ngettext(
            "The plan ended on %(planned)s. You finished %(days)d day later.",
            "The plan ended on %(planned)s. You finished %(days)d days later.",
            late,
        )
    elif late < -1:
        sentence = ngettext(
            "The plan ended on %(planned)s. You finished %(days)d day earlier.",
            "The plan ended on %(planned)s. You finished %(days)d days earlier.",
            -late,
        )
    else:
        sentence = gettext("You finished as planned, on %(finished)s.")
    told = {"planned": day_words(planned), "finished": day_words(finished), "days": abs(late)}
    return sentence % told


def _day(at: datetime) -> date:
    return timezone.localdate(at)


class _Frame:
    def __init__(self, first: date, last: date, top: int) -> None:
        self.first = first
        self.days = max((last - first).days, 1)
        self.top = top

    def dot(self, step: PaceRow) -> Dot:
        across = EDGE + (step.day - self.first).days / self.days * (WIDTH - 2 * EDGE)
        up = HEIGHT - EDGE - step.upto / self.top * (HEIGHT - 2 * EDGE)
        return Dot(f"{across:.1f}", f"{up:.1f}")

    def line(self, steps: Iterable[PaceRow]) -> str:
        dots = [self.dot(step) for step in steps]
        return " ".join(f"{dot.x},{dot.y}" for dot in dots) if len(dots) > 1 else ""
