"""Where somebody is, said in the edition of whoever looks."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bookcub.reads.models import OutsideBook, Read
from bookcub.reads.planning import MOST, WHOLE, BookMeasure, MeasureKind, PlannedBook
from bookcub.reads.queries.place_wording import my_place_words, place_name, place_words
from bookcub.reads.queries.privacy import BookPlace
from tests.extent import often

BOOK = PlannedBook.of_pages(WHOLE)
BRIDIE, SAM = BookMeasure.of_pages(247), BookMeasure.of_pages(310)
editions = st.one_of(
    st.builds(BookMeasure.of_pages, st.integers(1, MOST)),
    st.builds(BookMeasure, st.just(MeasureKind.MINUTES), st.integers(1, MOST)),
    st.just(BookMeasure.of_percent()),
)


@settings(max_examples=often(300), deadline=None)
@given(theirs=editions, mine=editions, data=st.data())
def test_the_place_of_another_has_the_number_of_what_is_said_there(
    theirs: BookMeasure, mine: BookMeasure, data: st.DataObject
) -> None:
    upto = theirs.upto(data.draw(st.integers(1, theirs.length)))
    read = Read(book=OutsideBook(title="Persuasion", page_count=247))

    told = re.findall(r"[\d:]+", place_words(BookPlace(upto), BOOK, mine))

    at_end = [] if upto == WHOLE else re.findall(r"[\d:]+", place_name(read, upto, mine))
    assert told == at_end


@given(page=st.integers(1, 246))
@example(page=80)
def test_whoever_types_the_page_that_a_place_is_shown_on_hears_what_is_said_there(
    page: int,
) -> None:
    upto = BRIDIE.upto(page)
    shown = int(re.findall(r"\d+", place_words(BookPlace(upto), BOOK, SAM))[0])

    assert SAM.upto(shown) >= upto > SAM.upto(shown - 1)


def test_another_is_on_a_page_or_at_its_end_and_i_am_where_i_have_read() -> None:
    eighty = BookPlace(BRIDIE.upto(80))

    assert place_words(eighty, BOOK, BRIDIE) == "on page 80"
    assert place_words(eighty, BOOK, SAM) == "on page 101"
    assert place_words(eighty, BOOK, SAM, is_own=True) == "on page 100"
    assert my_place_words(eighty, BOOK, SAM) == "You are on page 100."
    assert place_words(BookPlace(1), BOOK, SAM) == "on page 1"
    assert place_words(BookPlace(), BOOK, SAM) == "before the first page"
