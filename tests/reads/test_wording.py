"""Every code of a plan that moved has its sentence, and the facts are in it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bookcub.reads.models import OutsideBook, PlanChange
from bookcub.reads.planning import (
    AsWeGo,
    BookMeasure,
    ChangeFacts,
    ChangeReason,
    Chapters,
    DoneBy,
    MeasureKind,
    MoveCode,
    Pace,
    Pages,
    PlanMove,
    ReasonCode,
    Unit,
    other_pace,
)
from bookcub.reads.planning.written import read, write
from bookcub.reads.queries.wording import (
    change_words,
    move_words,
    pace_words,
    reason_words,
    told_in,
)

TODAY = date(2026, 2, 13)
BEFORE, AFTER = date(2026, 2, 20), date(2026, 2, 27)
FACTS_OF = {
    MoveCode.OTHER_DAY: ("20", "27"),
    MoveCode.ALL_LATER: ("20", "27", "5", "28"),
    MoveCode.ALL_EARLIER: ("20", "27", "5", "28"),
    MoveCode.DAY_GIVEN: ("31", "27"),
    MoveCode.DAY_TAKEN: ("20",),
    MoveCode.MORE_DAYS: ("5",),
    MoveCode.OTHER_PLACE: ("31", "41", "27"),
    MoveCode.OTHER_PLACE_AND_DAY: ("31", "41", "20", "27"),
    MoveCode.MORE_PLACES: ("5",),
    MoveCode.NEW: ("31", "27"),
    MoveCode.MANY_NEW: ("5", "31", "27"),
    MoveCode.GONE: ("31", "27"),
    MoveCode.MANY_GONE: ("5",),
}
TOLD = {
    Unit.CHAPTER: told_in(Unit.CHAPTER, None),
    Unit.PAGE: told_in(Unit.PAGE, OutsideBook(page_count=100)),
    Unit.SHARE: told_in(Unit.PAGE, OutsideBook()),
}
WITHOUT_A_DAY = (MoveCode.NEW, MoveCode.MANY_NEW, MoveCode.GONE, MoveCode.OTHER_PLACE)


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("code", MoveCode)
def test_every_move_is_told_with_its_facts(code: MoveCode, unit: Unit) -> None:
    move = PlanMove(code, 31, AFTER, 41, BEFORE, count=5, until=date(2026, 3, 28))

    sentence = move_words(move, TOLD[unit], TODAY)

    assert all(fact in sentence for fact in FACTS_OF[code])


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("code", WITHOUT_A_DAY)
def test_a_milestone_without_a_day_is_told_too(code: MoveCode, unit: Unit) -> None:
    sentence = move_words(PlanMove(code, 31, was_number=41), TOLD[unit], TODAY)

    assert "31" in sentence


def test_a_plan_of_pages_is_told_in_the_edition_of_whoever_reads_it() -> None:
    """Page 50 of 100 is page 206 of 412; the last page before it has not come as far."""
    told = told_in(Unit.PAGE, OutsideBook(page_count=100), BookMeasure.of_pages(412))
    move = PlanMove(MoveCode.NEW, 50, AFTER)

    assert move_words(move, told, TODAY) == "New: to the end of page 206 by 27 February."

    heard = told_in(Unit.PAGE, OutsideBook(page_count=100), BookMeasure(MeasureKind.MINUTES, 615))
    assert move_words(move, heard, TODAY) == "New: to 5:08 h by 27 February."


@pytest.mark.parametrize("numbers", [(9,), (9, 10), (9, 10, 11), (9, 11)])
@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_is_told(code: ReasonCode, numbers: tuple[int, ...]) -> None:
    reason = ChangeReason(code, numbers=numbers, total=12, before=8, on=AFTER)

    sentence = reason_words(reason, TOLD[Unit.CHAPTER])

    assert sentence.endswith(".")
    assert "None" not in sentence
    if code in {ReasonCode.LATE, ReasonCode.GONE, ReasonCode.COME}:
        assert str(numbers[0]) in sentence
        assert str(numbers[-1]) in sentence


@pytest.mark.parametrize("pace", [Chapters(3), Pages(90, weeks=2), DoneBy(AFTER), AsWeGo()])
def test_another_pace_is_told_as_it_was_set(pace: Pace) -> None:
    assert other_pace(pace).pace == pace
    for told in TOLD.values():
        assert pace_words(pace, told.plan) in reason_words(other_pace(pace), told)


def test_what_moved_is_kept_in_facts() -> None:
    facts = ChangeFacts(
        Unit.PAGE,
        (ChangeReason(ReasonCode.LATE, Unit.PAGE, (9, 10)), other_pace(DoneBy(AFTER))),
        (PlanMove(MoveCode.OTHER_DAY, 31, AFTER, 31, BEFORE),),
    )
    kept = json.loads(json.dumps(write(facts)))

    assert read(kept) == facts
    assert change_words(PlanChange(facts=kept), TODAY, book=None) == (
        "Pages 9 and 10 are not there yet.",
        "The pace is now: done by 27 February 2026.",
        "What was due on 20 February is now due on 27 February.",
    )


def test_an_older_change_is_told_in_its_own_words() -> None:
    change = PlanChange(why="Chapter 9 is late.", moved=["All of it: a week later."])

    assert change_words(change, TODAY, book=None) == (
        "Chapter 9 is late.",
        "All of it: a week later.",
    )
