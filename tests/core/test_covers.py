from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.core.text import clean_comment, covered, html_from_typed, plain


def covering(html: str) -> str:
    return covered(html, lambda words: f"<span>[{words}]</span>")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("He ||dies|| there.", "<p>He <span>[dies]</span> there.</p>"),
        ("||All of it.||", "<p><span>[All of it.]</span></p>"),
        ("||One|| and ||two||", "<p><span>[One]</span> and <span>[two]</span></p>"),
        ("||He *dies*||", "<p><span>[He <em>dies</em>]</span></p>"),
        ("*||Slanted||*", "<p><em><span>[Slanted]</span></em></p>"),
    ],
)
def test_words_between_bars_are_covered(typed: str, shown: str) -> None:
    assert covering(clean_comment(html_from_typed(typed))) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "a || b || c",  # signs of a language of machines
        "One pair || alone",
        "||||",
        "`||code||`",
        "||from one\n\nto the next||",
        "*||half*||",
    ],
)
def test_other_bars_are_bars(typed: str) -> None:
    html = clean_comment(html_from_typed(typed))

    assert covering(html) == html


@given(st.lists(st.sampled_from(["||", " ", "a", "<em>", "</em>", "<p>", "</p>", "<br>", "|"])))
def test_a_cover_never_breaks_the_markup_nor_loses_a_word(parts: list[str]) -> None:
    html = clean_comment("".join(parts))

    shown = covering(html)

    assert clean_comment(shown) == shown
    assert plain(shown).count("a") == plain(html).count("a")
