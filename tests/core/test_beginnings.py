"""The first words of what somebody wrote, for a line: nothing but emphasis, and whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.core.text import beginning, clean_comment, plain
from tests.core.markup import careless_markup, nasty_markup

TAGS = re.compile(r"</?([a-z]+)>")


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>A <em>very</em> odd goose</p>", "A <em>very</em> odd goose"),
        ("<p>One</p><p>Two<br>Three</p>", "One Two Three"),
        ("<h2>Title</h2><ul><li>a</li><li>b</li></ul>", "Title a b"),
        ('<p>See <a href="https://x.test">the <b>door</b></a>.</p>', "See the <b>door</b>."),
        (
            '<p><em class="x-huge" lang="fr">Bon</em> &lt;b&gt; &amp;</p>',
            "<em>Bon</em> &lt;b&gt; &amp;",
        ),
        ("<p>    \n </p><p> spaced   out </p>", "spaced out"),
        ('<p><img src="https://x.test/a.png" alt="a goose"></p>', ""),
    ],
)
def test_emphasis_stays_and_everything_else_becomes_a_line(html: str, shown: str) -> None:
    assert beginning(html, 100) == shown


def test_what_is_cut_is_closed_and_says_so() -> None:
    assert beginning("<p>one <em>two <strong>three</strong></em> four</p>", 11) == (
        "one <em>two <strong>thr …</strong></em>"
    )
    assert beginning("<p>exactly</p>", 7) == "exactly"
    assert beginning("<p>exactly</p><p>more</p>", 7) == "exactly …"


@given(nasty_markup | careless_markup, st.integers(1, 60))
def test_it_is_never_longer_than_asked_nor_anything_but_emphasis(html: str, length: int) -> None:
    clean = clean_comment(html)
    shown = beginning(clean, length)

    open_now: list[str] = []
    for tag in re.finditer(r"<(/?)([a-z]+)>", shown):
        if tag[1]:
            assert open_now.pop() == tag[2]
        else:
            open_now.append(tag[2])
    assert not open_now
    left = TAGS.sub("", shown)
    assert "<" not in left
    assert len(plain(left)) <= length + len(" …")
