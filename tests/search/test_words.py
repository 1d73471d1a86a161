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
        ("m/m A & B", ["m", "m", "a", "b"]),
    ],
)
def test_words_are_what_people_would_call_words(text: str, found: list[str]) -> None:
    assert [word.text for word in words(text)] == found


@given(st.text(max_size=60))
def test_every_word_stands_where_it_says_and_is_folded(text: str) -> None:
    found = words(text)

    assert [word.number for word in found] == list(range(len(found)))
    for word in found:
        assert 0 <= word.start < word.end <= len(text)
        assert word.text
        assert word.text == plain(word.text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_is_asked_for_as_it_was_written_is_found(before: str, text: str) -> None:
    """A phrase of the whole text stands in it, side by side, whatever came before."""
    row = phrase(text)
    stand = [word.text for word in words(f"{before} . {text}")]

    assert any(tuple(stand[at : at + len(row)]) == row for at in range(len(stand) + 1))


def test_a_longer_word_without_spaces_is_asked_for_as_a_row_and_one_character_as_a_beginning() -> (
    None
):
    assert [(one.words, one.is_beginning) for one in asked("東京都 storm")] == [
        (("東京", "京都"), False),
        (("storm",), False),
    ]
    assert [(one.words, one.is_beginning) for one in asked("東")] == [(("東",), True)]
    assert [(one.words, one.is_beginning) for one in asked("the sto", is_beginning=True)] == [
        (("the",), False),
        (("sto",), True),
    ]
