"""Texts are taken apart alike wherever they are written down or asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.search.words import asked, phrase, plain, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Weir at Night", ["the", "weir", "at", "night"]),
        ("Don’t, don't — DON’T!", ["dont", "dont", "dont"]),
        ("Les Misérables / Ærøskøbing", ["les", "miserables", "ærøskøbing"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("ﬁne ｆｉｎｅ", ["fine", "fine"]),
        ("Ёлка Йод", ["елка", "иод"]),
        ("Ελλάδα", ["ελλαδα"]),
        ("東京都", ["東京", "京都", "都"]),
        ("Tokyo東京 2024", ["tokyo", "東京", "京", "2024"]),
        ("สวัสดี", ["สว", "วั", "ัส", "สด", "ดี", "ี"]),
        ("한국어 이야기", ["한국어", "이야기"]),
        ("हिन्दी", ["हिन्दी"]),
        ("👩‍🚀 ...", []),
        ("ﷺ", ["صلى", "الله", "عليه", "وسلم"]),
        ("m/m A & B", ["m", "m", "a", "b"]),
    ],
)
def test_words_are_what_people_would_call_words(text: str, found: list[str]) -> None:
    assert words(text) == found


# With what has no spaces as often as what has.
TEXTS = st.text(st.sampled_from("東京都の夜สวัสดี abé'–&한국") | st.characters(), max_size=30)


@given(TEXTS)
def test_every_word_is_folded_and_one_word(text: str) -> None:
    for word in words(text):
        assert word
        assert word == plain(word)
        assert word.split() == [word]


@given(TEXTS, TEXTS)
def test_what_is_asked_for_as_it_was_written_is_found(before: str, text: str) -> None:
    """A phrase of the whole text stands in it, side by side, whatever came before."""
    row, stand = phrase(text), words(f"{before} . {text}")
    if row is None:
        assert words(text) == []
        return
    *whole, last = row.words

    def stands(at: int) -> bool:
        here = stand[at : at + len(row.words)]
        begun = bool(here) and (here[-1].startswith(last) if row.is_beginning else here[-1] == last)
        return here[:-1] == whole and begun

    assert any(stands(at) for at in range(len(stand)))


def test_a_longer_word_without_spaces_is_asked_for_as_a_row_and_one_character_as_a_beginning() -> (
    None
):
    assert asked("東京都 storm") == [(("東京", "京都"), False), (("storm",), False)]
    assert asked("東") == [(("東",), True)]
    assert asked("the sto", is_beginning=True) == [(("the",), False), (("sto",), True)]
    # Within a phrase the run ends there, at its end it may go on.
    assert phrase("東京 storm") == (("東京", "京", "storm"), False)
    assert phrase("storm 東京") == (("storm", "東京"), False)
    assert phrase("storm 東") == (("storm", "東"), True)
    assert phrase("– &") is None


@given(st.text(st.characters(max_codepoint=126), max_size=60))
def test_the_short_way_of_simple_texts_is_the_same_as_the_long_one(text: str) -> None:
    """A character that no old keyboard has makes all of it go the long way."""
    assert [*words(text), "ж"] == words(f"{text} ж")


@pytest.mark.parametrize(
    "text", ["dogs' tails", "don't", "a''b", "'tis", "x" * 70, "a_b", "rock'n'roll"]
)
def test_apostrophes_belong_to_words_either_way(text: str) -> None:
    assert words(f"{text} ж") == [*words(text), "ж"]
