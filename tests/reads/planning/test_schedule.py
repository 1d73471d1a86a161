from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookcub.reads.planning import (
    READING_DAYS,
    AsWeGo,
    Chapters,
    DoneBy,
    Pace,
    Pages,
    PlannedBook,
    PlannedChapter,
    PlannedMilestone,
    Schedule,
    lay_out,
)
from bookcub.reads.planning.book import chapters
from tests.extent import often

FRIDAY = 4
START = date(2026, 2, 13)  # a Friday

paces = st.one_of(
    st.builds(Chapters, st.integers(1, 5), st.integers(1, 3)),
    st.builds(Pages, st.integers(5, 80), st.integers(1, 2)),
    st.builds(DoneBy, st.dates(START, START + timedelta(days=300))),
    st.just(AsWeGo()),
)
parts = st.builds(PlannedChapter, words=st.integers(0, 9000), is_there=st.just(value=True))


@st.composite
def books(draw: st.DrawFn) -> PlannedBook:
    there = [
        PlannedChapter(key, words)
        for key, words in enumerate(
            draw(st.lists(st.integers(1, 9000), min_size=1, max_size=25)), start=1
        )
    ]
    planned = draw(st.none() | st.integers(len(there), len(there) + 12))
    return PlannedBook(tuple(there), planned=planned)


def dates(plan: list[PlannedMilestone]) -> list[tuple[int, str]]:
    return [(one.number, f"{one.due:%d.%m.}" if one.due else "") for one in plan]


def laid(book: PlannedBook, pace: Pace, **more: object) -> list[PlannedMilestone]:
    return lay_out(book, Schedule(pace, START, FRIDAY), today=START, **more)  # type: ignore[arg-type]


def test_two_chapters_a_week() -> None:
    plan = laid(chapters([2000] * 5, planned=5), Chapters(2))

    assert dates(plan) == [(2, "20.02."), (4, "27.02."), (5, "06.03.")]


def test_the_first_friday_leaves_time_to_read() -> None:
    """Begun on a Wednesday, nothing is due two days later."""
    book = chapters([2000] * 2, planned=2)

    wednesday = date(2026, 2, 18)
    plan = lay_out(book, Schedule(Chapters(1), wednesday, FRIDAY), today=wednesday)

    assert dates(plan) == [(1, "27.02."), (2, "06.03.")]


def test_done_by_a_day_parts_the_words_evenly() -> None:
    lengths = [1000, 1000, 1000, 6000, 1000, 1000, 4000]

    plan = laid(chapters(lengths, planned=7), DoneBy(date(2026, 3, 6)))

    assert dates(plan) == [(3, "20.02."), (4, "27.02."), (7, "06.03.")]


def test_three_chapters_in_ten_weeks_use_all_the_time() -> None:
    plan = laid(chapters([2000] * 3, planned=3), DoneBy(START + timedelta(weeks=9)))

    assert dates(plan) == [(1, "06.03."), (2, "27.03."), (3, "17.04.")]


def test_a_book_of_pages() -> None:
    plan = laid(PlannedBook.of_pages(100), Pages(40))

    assert dates(plan) == [(40, "20.02."), (80, "27.02."), (100, "06.03.")]


def test_pages_a_week_end_at_chapters_and_a_long_chapter_has_more_weeks() -> None:
    plan = laid(chapters([3000, 3000, 18000, 3000], planned=4), Pages(20))

    assert dates(plan) == [(2, "20.02."), (4, "20.03.")]


def test_as_we_go_has_only_what_people_set() -> None:
    pinned = PlannedMilestone(2, by_hand=True)

    assert laid(chapters([2000] * 3, planned=3), AsWeGo(), kept=[pinned]) == [pinned]


def test_a_serial_is_planned_one_step_past_what_is_written() -> None:
    assert dates(laid(chapters([2000] * 5), Chapters(3))) == [(3, "20.02."), (6, "27.02.")]
    assert dates(laid(chapters([2000] * 3), Chapters(3))) == [(3, "20.02."), (6, "27.02.")]


def test_a_serial_that_says_how_long_it_will_be_is_planned_to_its_end() -> None:
    plan = laid(chapters([2000] * 2, planned=6), Chapters(2))

    assert dates(plan) == [(2, "20.02."), (4, "27.02."), (6, "06.03.")]
    assert [one.key for one in plan] == [2, None, None]


def test_a_club_in_the_middle_of_a_book_plans_what_is_left() -> None:
    book = chapters([2000] * 8, planned=8)
    for pace in (Chapters(2), DoneBy(date(2026, 2, 27)), Pages(14)):
        plan = lay_out(book, Schedule(pace, START, FRIDAY, after=5), today=START)

        assert plan[0].number > 5
        assert plan[-1].number == 8


def test_what_was_set_by_hand_stays_and_the_rest_goes_round_it() -> None:
    pinned = PlannedMilestone(5, date(2026, 3, 20), by_hand=True)

    plan = laid(chapters([2000] * 8, planned=8), Chapters(2), kept=[pinned])

    assert dates(plan) == [
        (2, "20.02."),
        (4, "27.02."),
        (5, "20.03."),
        (7, "27.03."),
        (8, "03.04."),
    ]
    assert plan[2] is pinned


def test_a_milestone_without_a_day_stops_nothing() -> None:
    plan = laid(
        chapters([2000] * 6, planned=6), Chapters(2), kept=[PlannedMilestone(3, by_hand=True)]
    )

    assert dates(plan) == [(2, "20.02."), (3, ""), (5, "27.02."), (6, "06.03.")]


def test_what_people_took_out_stays_out() -> None:
    book = chapters([2000] * 6, planned=6)

    plan = lay_out(book, Schedule(Chapters(2), START, without=frozenset({4})), today=START)

    assert dates(plan) == [(2, "20.02."), (6, "06.03.")]


def test_where_days_are_short_before_a_fixed_one_stretches_are_longer() -> None:
    pinned = PlannedMilestone(9, date(2026, 2, 28), by_hand=True)

    plan = laid(chapters([2000] * 10, planned=10), Chapters(1), kept=[pinned])

    assert dates(plan)[:2] == [(4, "20.02."), (9, "28.02.")]


def test_a_book_of_pages_has_no_chapters_to_count() -> None:
    with pytest.raises(ValueError, match=r"Chapters.* does not suit this book"):
        laid(PlannedBook.of_pages(100), Chapters(2))


def test_nobody_knows_the_pages_of_a_list_of_chapters() -> None:
    with pytest.raises(ValueError, match=r"Pages.* does not suit this book"):
        laid(PlannedBook.of_chapters(12), Pages(20))


@settings(max_examples=often(300), deadline=None)
@given(books(), paces, st.integers(0, 6), st.integers(-3, 200))
def test_every_plan_rises_to_the_end(
    book: PlannedBook, pace: Pace, weekday: int, later: int
) -> None:
    today = START + timedelta(days=later)
    plan = lay_out(book, Schedule(pace, START, weekday), today=today, closed=today)

    for one, other in pairwise(plan):
        assert one.number < other.number
        assert one.due is None or (other.due is not None and one.due < other.due)
    if not book.is_open_ended and not isinstance(pace, AsWeGo):
        assert plan[-1].number == book.total
    before = 0
    for one in plan:
        if book.missing(before, one.number) and one.due:
            assert one.due >= today + timedelta(days=READING_DAYS)
        if one.due:
            assert one.due > today
            assert one.due.weekday() == weekday or isinstance(pace, DoneBy)
        before = one.number


@settings(max_examples=often(300), deadline=None)
@given(books(), paces, st.data())
def test_nobody_moves_what_was_set_by_hand(
    book: PlannedBook, pace: Pace, data: st.DataObject
) -> None:
    last = max(book.total, 2)
    numbers = sorted(data.draw(st.sets(st.integers(1, last), max_size=3)))
    offsets = sorted(data.draw(st.sets(st.integers(1, 200), min_size=3, max_size=3)))
    kept = [
        PlannedMilestone(number, START + timedelta(days=offset), by_hand=True)
        for number, offset in zip(numbers, offsets, strict=False)
    ]

    plan = laid(book, pace, kept=kept)

    assert [one for one in plan if one.by_hand] == kept
    assert len({one.number for one in plan}) == len(plan)
    days = [one.due for one in plan if one.due]
    assert days == sorted(set(days))
