"""Typed quotes become a printer's, and nothing else changes."""

import pytest

from bookcub.home.demo.texts import WorkText, demo_works
from bookcub.home.demo.typography import typographic

TYPED = [
    ('"Stand by," said Dot.', "“Stand by,” said Dot."),
    ("\"'Stand by,'\" said Dot.", "“‘Stand by,’” said Dot."),
    ("It's the Underlatches' ladder.", "It’s the Underlatches’ ladder."),
    ("in the spring of 'fifty-eight", "in the spring of ’fifty-eight"),
    ("the '80s, 'em, 'tis", "the ’80s, ’em, ’tis"),
    ("'Time throughout: sixty-six'", "‘Time throughout: sixty-six’"),
    ("You didn't say 'she'.", "You didn’t say ‘she’."),
    ('*"And should any*', "*“And should any*"),
    ('He said *"now."*', "He said *“now.”*"),
    ('"*Stand by,*" he said', "“*Stand by,*” he said"),
    ("I don't for God's sake—\" She left.", "I don’t for God’s sake—” She left."),
    ('he said—"and so did I"', "he said—“and so did I”"),
    ('("so")', "(“so”)"),
    ("Then...", "Then…"),
    ('`it\'s "code"`', '`it\'s "code"`'),
    ('<a href="x">it\'s</a>', '<a href="x">it’s</a>'),
    ("[it's](https://example.org/o'clock)", "[it’s](https://example.org/o'clock)"),
    ('He said:\n"Go\nhome."', "He said:\n“Go\nhome.”"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "printed"), TYPED)
def test_quotes_are_set_as_a_printer_sets_them(typed: str, printed: str) -> None:
    assert typographic(typed) == printed


@pytest.mark.parametrize(("typed", "printed"), TYPED)
def test_what_is_set_stays_set(typed: str, printed: str) -> None:
    assert typographic(printed) == printed


@pytest.mark.parametrize("work", demo_works(), ids=lambda work: work.folder)
def test_each_demo_text_opens_and_closes_its_quotes(work: WorkText) -> None:
    for chapter in work.chapters:
        assert '"' not in chapter.html.replace('="', "").replace('">', "")
        for paragraph in chapter.html.split("<p>"):
            opened, closed = paragraph.count("“"), paragraph.count("”")
            assert opened == closed, paragraph


def test_german_quotes_are_left_as_they_are() -> None:
    [german] = [work for work in demo_works() if work.language == "de"]

    assert "»" in german.chapters[0].html
    assert "“" not in german.chapters[0].html
