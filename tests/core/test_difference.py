"""The history page shows what changed, all of it, and nothing that could run."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.core.text import clean_chapter, plain, side_by_side, summary_of
from bookcub.core.text.difference import Row
from tests.core.markup import careless_markup, nasty_markup, tidy_chapters
from tests.counted import calls

MOST_CALLS = 8_000_000  # anything quadratic would take a hundred million and more

any_chapter = st.one_of(tidy_chapters, careless_markup, nasty_markup).map(clean_chapter)


def letters(html: str) -> str:
    return "".join(each for each in plain(html) if each.isalnum())


def only(old: str, new: str) -> Row:
    (row,) = side_by_side(old, new)
    return row


def test_changed_words_are_marked_on_both_sides() -> None:
    assert only("<p>The moon was full.</p>", "<p>The moon was new.</p>") == Row(
        "changed",
        "<p>The moon was <del>full</del>.</p>",
        "<p>The moon was <ins>new</ins>.</p>",
        1,
        1,
    )


def test_what_did_not_change_is_the_same() -> None:
    rows = side_by_side("<p>a <b>b</b></p><hr>", '<p id="b-00000000">a <b>b</b></p><hr>')

    assert rows == [
        Row("same", "<p>a <b>b</b></p>", "<p>a <b>b</b></p>"),
        Row("same", "<hr>", "<hr>"),
    ]


def test_formatting_that_changed_is_shown() -> None:
    assert only("<p>one two three</p>", "<p>one <b>two</b> three</p>") == Row(
        "changed", "<p>one <del>two</del> three</p>", "<p>one <ins><b>two</b></ins> three</p>", 1, 1
    )


def test_a_paragraph_that_became_a_heading_has_changed() -> None:
    assert only("<p>one</p>", "<h2>one</h2>").kind == "changed"


def test_added_removed_and_moved_blocks_have_rows_of_their_own() -> None:
    rows = side_by_side(
        "<p>First of all.</p><p>Gone for good, alas.</p><p>Second to none.</p><p>Third time lucky.</p>",
        "<p>Third time lucky.</p><p>First of all.</p><p>Second to none.</p><p>Brand new words.</p>",
    )

    assert [row.kind for row in rows] == ["moved", "same", "removed", "same", "added"]
    assert summary_of(rows) == (3, 4)


def test_text_that_looks_like_markup_stays_text() -> None:
    row = only("<p>&lt;script&gt;a</p>", "<p>&lt;script&gt;b &amp;lt;</p>")

    assert "<script" not in row.old + row.new
    assert "&amp;lt;" in row.new


def test_a_link_that_leads_elsewhere_now_is_shown() -> None:
    row = only(
        '<p><a href="https://a.org/">x</a></p>', '<p><a href="https://b.org/?x=1&amp;y=2">x</a></p>'
    )

    assert row.kind == "changed"
    assert (
        '<ins><a href="https://b.org/?x=1&amp;y=2" rel="nofollow ugc noopener">x</a></ins>'
        in row.new
    )


def test_pictures_are_named_and_not_loaded() -> None:
    row = only(
        "<p>There is a bear in this window</p>",
        '<p>There is a bear in this window <img src="https://e.org/x.png" alt="A &lt;bear&gt;"></p>',
    )

    assert "[img: A &lt;bear&gt;]" in row.new
    assert "<img" not in row.new


@given(old=any_chapter, new=any_chapter)
def test_both_sides_show_all_of_their_text_safely(old: str, new: str) -> None:
    rows = side_by_side(old, new)
    pictures = re.compile(r"<(?:img|audio|video)[^>]*>|\[(?:img|audio|video): [^]]*\]")

    for row in rows:
        assert clean_chapter(row.old) == row.old
        assert clean_chapter(row.new) == row.new
    shown_old = sorted(letters(pictures.sub("", "".join(row.old for row in rows))))
    shown_new = sorted(letters(pictures.sub("", "".join(row.new for row in rows))))
    assert shown_old == sorted(letters(pictures.sub("", old)))
    assert shown_new == sorted(letters(pictures.sub("", new)))


@given(html=any_chapter)
def test_a_chapter_does_not_differ_from_itself(html: str) -> None:
    rows = side_by_side(html, html)

    assert {row.kind for row in rows} <= {"same"}
    assert summary_of(rows) == (0, 0)


@given(old=tidy_chapters, new=tidy_chapters)
def test_what_is_not_marked_is_the_same_on_both_sides(old: str, new: str) -> None:
    for row in side_by_side(old, new):
        if row.kind == "changed":
            kept_old = re.sub(r"<del>.*?</del>", "", row.old)
            kept_new = re.sub(r"<ins>.*?</ins>", "", row.new)
            assert letters(kept_old) == letters(kept_new)


@pytest.mark.parametrize("shape", ["paragraphs", "one block", "rewritten", "one word"])
def test_two_long_chapters_are_compared_with_bounded_work(shape: str) -> None:
    words = [f"word{number * 7919 % 3001}" for number in range(11_000)]
    others = [f"word{number * 104729 % 2999}" for number in range(11_000)]
    if shape == "paragraphs":
        old = "".join(f"<p>{' '.join(words[at : at + 40])}</p>" for at in range(0, 11_000, 40))
        new = old.replace("word12 ", "bear ").replace("<p>word3", "<p>Well, word3")
    elif shape == "one block":
        old = f"<p>{' '.join(words)}</p>"
        new = old.replace("word12 ", "bear ")
    elif shape == "rewritten":
        old, new = f"<p>{' '.join(words)}</p>", f"<p>{' '.join(others)}</p>"
    else:
        old, new = f"<p>{'a ' * 50_000}</p>", f"<p>{'a b ' * 25_000}</p>"

    assert calls(lambda: side_by_side(old, new)) < MOST_CALLS
