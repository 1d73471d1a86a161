"""The milestones of a read in words: what is due, when, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bookcub.reads.models import Milestone
from bookcub.reads.planning import BookMeasure, Contents, PlannedBook, Unit
from bookcub.reads.queries.contents import chapter_words
from bookcub.reads.queries.wording import goal_words, next_words, waits_words

WORDS_A_MINUTE = 230


@dataclass(frozen=True, slots=True)
class ShownMilestone:
    """One milestone, as a member sees it."""

    upto: int
    place: str  # "To the end of chapter 8"
    chapter: str  # "the end of chapter 8", of a book that is kept by share
    due_on: date | None
    next_line: str  # "Next: to the end of chapter 8, by Friday"
    label: str
    waits: str  # what is not there yet
    is_past: bool = False
    is_next: bool = False
    is_reached: bool = False  # by whoever looks
    is_fixed: bool = False


def shown_milestones(
    rows: Iterable[Milestone],
    book: PlannedBook,
    measure: BookMeasure,
    *,
    today: date,
    reached: int = 0,
    contents: Contents,
) -> list[ShownMilestone]:
    """The plan in its order; of those to come the first is next."""
    rows = sorted(rows, key=lambda row: row.upto)
    coming = next_of(rows, today=today, reached=reached)
    before = 0
    found = []
    for row in rows:
        missing = book.missing(before, row.upto) if book.unit is Unit.CHAPTER else []
        missing = [measure.number(one) for one in missing if one not in measure.drafts]
        waits = waits_words(missing, Unit.CHAPTER) if missing else ""
        waits = waits if not _is_past(row, today) or book.last_there < row.upto else ""
        step = _step(row, measure, today, waits, reached, is_next=row is coming)
        found.append(replace(step, chapter=chapter_words(contents.at(row.upto, measure))))
        before = row.upto
    return found


def next_of(rows: Sequence[Milestone], *, today: date, reached: int = 0) -> Milestone | None:
    """What is due next: by its day; where nothing has a day to come, the next that one has not reached."""
    dated = [row for row in rows if row.due_on and row.due_on >= today]
    undated = [row for row in rows if row.due_on is None and row.upto > reached]
    return (
        min(dated, key=lambda row: (row.due_on or today, row.upto))
        if dated
        else (undated[0] if undated else None)
    )


def _step(
    row: Milestone, measure: BookMeasure, today: date, waits: str, reached: int, *, is_next: bool
) -> ShownMilestone:
    return ShownMilestone(
        upto=row.upto,
        place=goal_words(measure, row.upto),
        chapter="",
        due_on=row.due_on,
        next_line=next_words(measure, row.upto, row.due_on, today),
        label=row.label,
        waits=waits,
        is_past=_is_past(row, today),
        is_next=is_next,
        is_reached=reached >= row.upto,
        is_fixed=row.is_fixed,
    )


def _is_past(row: Milestone, today: date) -> bool:
    return row.due_on is not None and row.due_on < today


def minutes_to(book: PlannedBook, reached: int, upto: int) -> int | None:
    """About how long reading takes from one place to another; None where nobody knows the words."""
    upto = min(upto, book.last_there)
    if upto <= reached or not any(part.words for part in book.parts):
        return None
    words = sum(book.weights(reached, upto))
    return max(1, round(words / WORDS_A_MINUTE))
