"""Nobody can find out where somebody is who keeps it to themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookcub.reads.planning import FEWEST, MOST, WHOLE, BookMeasure, Contents, PlannedBook, Unit
from bookcub.reads.planning.book import chapters
from bookcub.reads.queries.picture import picture
from bookcub.reads.queries.privacy import (
    BLUR,
    BookPlace,
    Circle,
    Companion,
    PairConsent,
    blur_of,
    circle,
)
from tests.extent import often

NAMES = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo"]

books = st.one_of(
    st.builds(PlannedBook.of_chapters, st.integers(1, 14)),
    st.builds(PlannedBook.of_pages, st.integers(20, 90)),
    st.lists(st.integers(1, 9000), min_size=1, max_size=14).map(chapters),
)


@st.composite
def companies(draw: st.DrawFn) -> tuple[PlannedBook, list[Companion]]:
    book = draw(books)
    people = draw(st.integers(2, len(NAMES)))
    places = st.builds(BookPlace, st.integers(0, book.last_there))
    return book, [
        Companion(number, NAMES[number], draw(places), draw(st.none() | st.booleans()))
        for number in range(people)
    ]


def seen_by(me: Companion, company: list[Companion], book: PlannedBook) -> tuple[Circle, object]:
    """All that one of them may see: the circle and the drawing."""
    round_me = circle(me.membership, company, book=book, is_pair=len(company) == 2, i_show=me.shows)
    return round_me, picture(book, [], round_me.shown, next_upto=None, contents=Contents())


def hides(one: Companion, company: list[Companion]) -> bool:
    if len(company) == 2:
        return not all(each.shows is True for each in company)
    return one.shows is False


@settings(max_examples=often(250), deadline=None)
@given(companies())
def test_two_places_look_the_same_to_everybody_else(
    drawn: tuple[PlannedBook, list[Companion]],
) -> None:
    """For every hidden member there is another place that changes no page of anybody else."""
    book, company = drawn
    for index, hidden in enumerate(company):
        if not hides(hidden, company):
            continue
        others = [one for one in company if one is not hidden]
        before = [seen_by(one, company, book) for one in others]

        twins = 0
        for upto in range(book.last_there + 1):
            moved = [*company]
            moved[index] = replace(hidden, place=BookPlace(upto))
            twins += [seen_by(one, moved, book) for one in others] == before

        assert twins >= 2


@settings(max_examples=often(120), deadline=None)
@given(companies())
def test_what_is_said_of_everybody_is_true(drawn: tuple[PlannedBook, list[Companion]]) -> None:
    book, company = drawn
    for me in company:
        round_me, _ = seen_by(me, company, book)
        spoken_of = [
            one
            for one in company
            if not round_me.is_past_of_shown or (one.shows is not False and one is not me)
        ]
        assert all(one.place.upto >= round_me.past for one in spoken_of)


@settings(max_examples=often(120), deadline=None)
@given(companies(), st.data())
def test_of_a_single_hidden_member_nothing_is_said(
    drawn: tuple[PlannedBook, list[Companion]], data: st.DataObject
) -> None:
    book, company = drawn
    index = data.draw(st.integers(0, len(company) - 1))
    company = [replace(one, shows=True) for one in company]
    company[index] = replace(company[index], shows=False)
    others = [one for one in company if one.membership != index]

    before = [seen_by(one, company, book) for one in others]

    for upto in range(book.last_there + 1):
        company[index] = replace(company[index], place=BookPlace(upto))
        assert [seen_by(one, company, book) for one in others] == before


def three(*places: tuple[int, bool | None]) -> list[Companion]:
    return [
        Companion(number, NAMES[number], BookPlace(upto), shows)
        for number, (upto, shows) in enumerate(places)
    ]


def test_two_hidden_of_three_are_past_chapter_four_together() -> None:
    company = three((9, True), (5, False), (8, False))

    round_ada, _ = seen_by(company[0], company, chapters([1] * 12))
    round_bo, _ = seen_by(company[1], company, chapters([1] * 12))

    assert (round_ada.past, round_ada.hidden, len(round_ada.shown)) == (4, 2, 1)
    # Bo knows where Bo is: to say more would be to say where Di is.
    assert (round_bo.past, round_bo.hidden) == (0, 1)


def test_that_everybody_is_at_the_end_is_never_said_of_hidden_ones() -> None:
    company = three((12, True), (12, False), (12, False))

    assert seen_by(company[0], company, chapters([1] * 12))[0].past == 10


def test_all_that_show_are_seen_in_the_order_of_their_names() -> None:
    company = three((9, None), (2, True), (5, None))

    round_cy, _ = seen_by(company[2], company, chapters([1] * 12))

    assert [(one.name, one.place.upto) for one in round_cy.shown] == [
        ("Ada", 9),
        ("Bo", 2),
        ("Cy", 5),
    ]
    assert (round_cy.past, round_cy.is_past_of_shown) == (2, False)


@pytest.mark.parametrize(
    ("mine", "theirs", "pair", "faces"),
    [
        (True, True, PairConsent.BOTH, 2),
        (True, None, PairConsent.MINE, 1),
        (True, False, PairConsent.MINE, 1),
        (None, True, PairConsent.THEIRS, 1),
        (False, True, PairConsent.THEIRS, 1),
        (None, None, PairConsent.NEITHER, 1),
        (False, False, PairConsent.NEITHER, 1),
    ],
)
def test_two_see_each_other_when_both_have_said_so(
    mine: bool | None, theirs: bool | None, pair: PairConsent, faces: int
) -> None:
    company = three((3, mine), (5, theirs))

    round_me, _ = seen_by(company[0], company, chapters([1] * 12))

    assert (round_me.pair, len(round_me.shown)) == (pair, faces)
    assert round_me.past == (3 if pair is PairConsent.BOTH else 0)


def test_every_blur_holds_two_places_at_least() -> None:
    assert set(BLUR) == {Unit.CHAPTER, Unit.PAGE}
    assert min(BLUR.values()) >= 2


@settings(max_examples=often(100), deadline=None)
@given(st.integers(1, 20_000), st.integers(FEWEST, MOST) | st.none(), st.data())
def test_every_blur_of_a_share_holds_two_places_of_each_edition(
    pages: int, edition: int | None, data: st.DataObject
) -> None:
    """Also the last one: whoever has finished looks like somebody who has not."""
    book, blur = PlannedBook.of_pages(WHOLE), blur_of(BookMeasure.of_pages(pages))
    theirs = BookMeasure.of_pages(edition or pages)
    other = Companion(1, "Bo", BookPlace(WHOLE), shows=True)

    def told(number: int) -> Circle:
        places = [BookPlace(theirs.upto(number)), BookPlace(WHOLE)]
        hidden = [Companion(2 + at, "Cy", place, shows=False) for at, place in enumerate(places)]
        return circle(1, [other, *hidden], book=book, is_pair=False, i_show=None, blur=blur)

    number = data.draw(st.integers(0, theirs.length))
    near = {max(number - 1, 0), min(number + 1, theirs.length)} - {number}
    assert any(told(one) == told(number) for one in near)
