from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bookcub.reads.planning import (
    READING_DAYS,
    ChangeReason,
    Chapters,
    DoneBy,
    MoveCode,
    Pace,
    PlanMove,
    PlannedBook,
    PlannedChapter,
    PlannedMilestone,
    ReasonCode,
    Reflow,
    Schedule,
    lay_out,
    reflow,
)
from bookcub.reads.planning.book import chapters
from tests.extent import often
from tests.reads.planning.test_schedule import FRIDAY, START, books, dates, laid, paces


def again(
    plan: list[PlannedMilestone],
    pace: Pace,
    seen: PlannedBook,
    book: PlannedBook,
    today: date,
    weekday: int = FRIDAY,
) -> Reflow:
    schedule = Schedule(pace, START, weekday)
    return reflow(plan, schedule, seen=seen, book=book, today=today)


def test_a_late_author_moves_what_is_due_and_says_so() -> None:
    book = chapters([2000] * 8, planned=12)
    ninth = date(2026, 1, 9)
    plan = lay_out(book, Schedule(Chapters(1), ninth, FRIDAY), today=ninth)
    due = next(one.due for one in plan if one.number == 9)
    assert due == date(2026, 3, 13)

    after = again(plan, Chapters(1), book, book, date(2026, 3, 11))

    assert after.why == (ChangeReason(ReasonCode.LATE, numbers=(9,)),)
    assert after.moved == (
        PlanMove(
            MoveCode.ALL_LATER,
            number=9,
            due=date(2026, 3, 20),
            was_number=9,
            was_due=date(2026, 3, 13),
            count=7,
            until=date(2026, 4, 10),
        ),
    )


def test_a_single_milestone_that_moves_is_told_in_a_line() -> None:
    book = chapters([2000] * 8, planned=9)
    plan = [PlannedMilestone(8, date(2026, 3, 7), key=8), PlannedMilestone(9, date(2026, 3, 14))]

    after = again(plan, Chapters(1), book, book, date(2026, 3, 12), weekday=5)

    assert after.why == (ChangeReason(ReasonCode.LATE, numbers=(9,)),)
    assert after.moved == (
        PlanMove(MoveCode.OTHER_DAY, 9, date(2026, 3, 21), 9, date(2026, 3, 14)),
    )


def test_an_author_in_time_moves_nothing() -> None:
    seen, book = chapters([2000] * 8, planned=12), chapters([2000] * 9, planned=12)
    plan = laid(seen, Chapters(2))

    after = again(plan, Chapters(2), seen, book, date(2026, 3, 17))

    assert after.why == ()
    assert after.moved == ()
    assert dates(list(after.milestones)) == dates(plan)


def test_a_chapter_that_came_is_known_by_its_milestone() -> None:
    seen, book = chapters([2000] * 2, planned=4), chapters([2000] * 4, planned=4)

    after = again(laid(seen, Chapters(2)), Chapters(2), seen, book, START)

    assert [one.key for one in after.milestones] == [2, 4]
    assert after.moved == ()


def test_what_is_due_next_stays_when_the_author_plans_more() -> None:
    seen, book = chapters([2000] * 8, planned=8), chapters([2000] * 8, planned=16)
    pace = DoneBy(date(2026, 3, 13))
    plan = laid(seen, pace)
    assert dates(plan) == [(2, "20.02."), (4, "27.02."), (6, "06.03."), (8, "13.03.")]

    after = again(plan, pace, seen, book, date(2026, 2, 24))

    assert dates(list(after.milestones)) == [
        (2, "20.02."),
        (4, "27.02."),
        (10, "06.03."),
        (16, "13.03."),
    ]
    assert after.why == (ChangeReason(ReasonCode.OTHER_LENGTH, total=16, before=8),)
    assert after.moved == (
        PlanMove(MoveCode.OTHER_PLACE, 10, date(2026, 3, 6), 6, date(2026, 3, 6)),
        PlanMove(MoveCode.OTHER_PLACE, 16, date(2026, 3, 13), 8, date(2026, 3, 13)),
    )


def test_a_serial_grows_and_so_does_its_plan() -> None:
    seen, book = chapters([2000] * 3), chapters([2000] * 6)
    plan = laid(seen, Chapters(3))

    after = again(plan, Chapters(3), seen, book, START + timedelta(days=2))

    assert dates(list(after.milestones)) == [(3, "20.02."), (6, "27.02."), (9, "06.03.")]
    assert after.why == (ChangeReason(ReasonCode.COME, numbers=(4, 5, 6)),)
    assert after.moved == (PlanMove(MoveCode.NEW, 9, date(2026, 3, 6)),)


def test_a_milestone_goes_with_its_chapter() -> None:
    seen = chapters([2000] * 6, planned=6)
    parts = list(seen.parts)
    book = replace(seen, parts=(*parts[:1], PlannedChapter(77, 2000), *parts[1:]), planned=7)
    plan = [PlannedMilestone(3, date(2026, 2, 20), key=3, by_hand=True, row=5)]

    after = again(plan, Chapters(3), seen, book, START)

    assert after.milestones[0] == PlannedMilestone(4, date(2026, 2, 20), key=3, by_hand=True, row=5)
    assert after.why[0] == ChangeReason(ReasonCode.COME, numbers=(2,))


def test_a_deleted_chapter_hands_its_milestone_to_the_one_before() -> None:
    seen = chapters([2000] * 6, planned=6)
    book = replace(seen, parts=(*seen.parts[:2], *seen.parts[3:]), planned=5)
    plan = [PlannedMilestone(3, date(2026, 2, 20), key=3, by_hand=True)]

    after = again(plan, Chapters(3), seen, book, START)

    assert (after.milestones[0].number, after.milestones[0].key) == (2, 2)
    assert after.why[0] == ChangeReason(ReasonCode.GONE, numbers=(3,))
    day = date(2026, 2, 20)
    assert after.moved[0] == PlanMove(MoveCode.OTHER_PLACE, 2, day, 3, day)


def test_chapters_in_another_order_are_named_as_the_reason() -> None:
    seen = chapters([2000] * 4, planned=4)
    book = replace(seen, parts=(seen.parts[0], seen.parts[2], seen.parts[1], seen.parts[3]))
    plan = [PlannedMilestone(2, date(2026, 2, 20), key=2, by_hand=True)]

    after = again(plan, Chapters(2), seen, book, START)

    assert after.why == (ChangeReason(ReasonCode.OTHER_ORDER),)
    assert after.milestones[0].number == 3


def test_a_milestone_set_by_hand_waits_for_its_author_where_it_is() -> None:
    book = chapters([2000] * 2, planned=4)
    plan = [PlannedMilestone(4, date(2026, 2, 20), by_hand=True)]

    after = again(plan, Chapters(4), book, book, date(2026, 2, 19))

    assert after.milestones == tuple(plan)


def test_a_chapter_taken_back_after_it_was_read_moves_nothing_that_is_past() -> None:
    seen = chapters([2000] * 4, planned=4)
    gone = replace(seen.parts[0], is_there=False)
    book = replace(seen, parts=(gone, *seen.parts[1:]))
    plan = laid(seen, Chapters(2))

    after = again(plan, Chapters(2), seen, book, date(2026, 2, 25))

    assert dates(list(after.milestones)) == dates(plan)


@st.composite
def later_books(draw: st.DrawFn, seen: PlannedBook) -> PlannedBook:
    """The same book after its author has been at it."""
    parts = list(seen.parts)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(parts)))
        what = draw(st.sampled_from(["put in", "take out", "take back", "move"]))
        if what == "put in" or not parts:
            parts.insert(
                place, PlannedChapter(100 + len(parts) + draw(st.integers(0, 10**6)), 2000)
            )
        elif what == "take out":
            parts.pop(min(place, len(parts) - 1))
        elif what == "take back":
            index = min(place, len(parts) - 1)
            parts[index] = replace(parts[index], is_there=False)
        else:
            parts.append(parts.pop(min(place, len(parts) - 1)))
    planned = draw(st.none() | st.integers(max(len(parts), 1), len(parts) + 9))
    return PlannedBook(tuple(parts), planned=planned)


@settings(max_examples=often(400), deadline=None)
@given(st.data(), books(), paces, st.integers(0, 150), st.sets(st.integers(0, 30), max_size=3))
def test_whatever_an_author_does_the_plan_is_a_plan(
    data: st.DataObject, seen: PlannedBook, pace: Pace, days: int, fixed: set[int]
) -> None:
    today = START + timedelta(days=days)
    plan = [
        replace(one, by_hand=index in fixed, row=index + 1)
        for index, one in enumerate(laid(seen, pace))
    ]
    book = data.draw(later_books(seen))

    after = again(plan, pace, seen, book, today)

    # It rises, each milestone is itself once, and it tells exactly what it moved.
    numbers = [one.number for one in after.milestones]
    assert numbers == sorted(set(numbers))
    assert all(number >= 1 for number in numbers)
    rows = [one.row for one in after.milestones if one.row is not None]
    assert len(rows) == len(set(rows))
    as_told = [(one.number, one.due) for one in after.milestones]
    assert bool(after.moved) == (as_told != [(one.number, one.due) for one in plan])

    # What people set by hand keeps its day.
    days_by_row = {one.row: one.due for one in plan}
    for one in after.milestones:
        if one.by_hand:
            assert one.due == days_by_row[one.row]

    # No chapter that is not written is due before anybody could read it.
    before = 0
    for one in after.milestones:
        never_there = [n for n in book.missing(before, one.number) if n > book.last_there]
        if never_there and one.due and not one.by_hand:
            assert one.due >= today + timedelta(days=READING_DAYS)
        before = one.number

    # And what has been told once is not told again.
    once_more = again(list(after.milestones), pace, book, book, today)
    assert once_more.moved == ()
    assert once_more.milestones == after.milestones
