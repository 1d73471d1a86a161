"""Places in a book of which each reader holds another edition: never before, at the next page after."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookcub.reads.planning import MOST, WHOLE, BookMeasure, MeasureKind
from tests.extent import often

editions = st.one_of(
    st.builds(BookMeasure.of_pages, st.integers(1, MOST)),
    st.builds(BookMeasure, st.just(MeasureKind.MINUTES), st.integers(1, MOST)),
    st.just(BookMeasure.of_percent()),
)


@st.composite
def places(draw: st.DrawFn) -> tuple[BookMeasure, int]:
    edition = draw(editions)
    return edition, draw(st.integers(0, edition.length))


@settings(max_examples=often(500), deadline=None)
@given(places(), places())
def test_places_compare_as_the_shares_of_the_book_do(
    one: tuple[BookMeasure, int], other: tuple[BookMeasure, int]
) -> None:
    (mine, my_page), (theirs, their_page) = one, other

    share, their_share = Fraction(my_page, mine.length), Fraction(their_page, theirs.length)

    assert (mine.upto(my_page) >= theirs.upto(their_page)) == (share >= their_share)
    assert (mine.upto(my_page) == theirs.upto(their_page)) == (share == their_share)


@settings(max_examples=often(500), deadline=None)
@given(places(), editions)
def test_what_was_said_opens_at_the_next_page_of_another_edition(
    said: tuple[BookMeasure, int], mine: BookMeasure
) -> None:
    """At the first page whose end is as far, or further: neither one page before it nor one later."""
    theirs, page = said
    share = Fraction(page, theirs.length)

    opens = mine.number(theirs.upto(page))

    assert Fraction(opens, mine.length) >= share
    assert opens == 0 or Fraction(opens - 1, mine.length) < share


@settings(max_examples=often(500), deadline=None)
@given(places(), editions)
def test_somebody_is_shown_at_the_last_page_they_have_read_to_its_end(
    where: tuple[BookMeasure, int], mine: BookMeasure
) -> None:
    theirs, page = where
    share = Fraction(page, theirs.length)

    read = mine.read(theirs.upto(page))

    assert Fraction(read, mine.length) <= share
    assert read == mine.length or Fraction(read + 1, mine.length) > share


@settings(max_examples=often(200), deadline=None)
@given(places())
def test_one_s_own_page_comes_back_as_it_was_typed(place: tuple[BookMeasure, int]) -> None:
    edition, page = place
    upto = edition.upto(page)

    assert edition.read(upto) == edition.number(upto) == page
    assert edition.from_typed(edition.as_typed(page)) == page
    assert 0 <= upto <= WHOLE
    assert (upto == WHOLE) == (page == edition.length)


def test_beyond_the_end_is_nobody() -> None:
    edition = BookMeasure.of_pages(300)

    assert edition.upto(301) > WHOLE
    assert edition.number(edition.upto(301)) == 301


def test_chapters_are_counted_as_they_are() -> None:
    chapters = BookMeasure.of_chapters(12)

    assert [chapters.upto(4), chapters.number(4), chapters.read(4)] == [4, 4, 4]


@pytest.mark.parametrize(
    ("typed", "minutes"), [("3:20", 200), ("3.20", 200), ("3", 180), (" 0:05 ", 5)]
)
def test_hours_are_typed_as_people_do(typed: str, minutes: int) -> None:
    assert BookMeasure(MeasureKind.MINUTES, 600).from_typed(typed) == minutes


@pytest.mark.parametrize("typed", ["", "3:75", "-1", "3:20:10", "soon", "٣"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is no number of"):
        BookMeasure(MeasureKind.MINUTES, 600).from_typed(typed)


@pytest.mark.parametrize("typed", ["", "12a", "-1", "1e3", "3:20", "²"])
def test_what_is_no_page_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is no number of"):
        BookMeasure.of_pages(600).from_typed(typed)
