"""Every text of a chapter is in exactly one block, and a block's id lasts."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bookcub.core.text import (
    Block,
    block_word_counts,
    blocks_of,
    clean_chapter,
    count_words,
    divided,
    strip_block_ids,
    with_block_ids,
    words_before,
)
from tests.core.markup import careless_markup, nasty_markup, tidy_chapters
from tests.counted import grows_with_its_length

BLOCK_ID = re.compile(r"b-[0-9a-hjkmnp-tv-z]{8}")
any_chapter = st.one_of(tidy_chapters, careless_markup, nasty_markup).map(clean_chapter)


def shown(html: str) -> list[Block]:
    return [Block("", block.tag, block.text) for block in blocks_of(html)]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>One <b>two</b></p><h2>Three</h2>", [("p", "One two"), ("h2", "Three")]),
        (
            "loose <i>text</i><p>x</p>and <b>more</b>",
            [("p", "loose text"), ("p", "x"), ("p", "and more")],
        ),
        ("<i>a<p>b</p>c</i>", [("p", "a"), ("p", "b"), ("p", "c")]),
        ("<blockquote>a<p>b</p></blockquote>", [("blockquote", "a"), ("p", "b")]),
        ("<blockquote><p>b</p></blockquote>", [("p", "b")]),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", [("li", "a c"), ("li", "b")]),
        ("<div><div>a</div></div>", [("div", "a")]),
        (
            "<details><summary>s</summary>t<p>u</p></details>",
            [("details", "t"), ("summary", "s"), ("p", "u")],
        ),
        ("<dl><dt>a</dt><dd>b</dd></dl>", [("dt", "a"), ("dd", "b")]),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", [("table", "a b")]),
        ("<table><tbody><tr><td><p>a</p></td></tr></tbody></table>", [("p", "a")]),
        ("<p>a</p><hr><p>b</p>", [("p", "a"), ("hr", ""), ("p", "b")]),
        ("<p> </p><p>&nbsp;</p><p><br></p><div></div>", []),
        ("<p>a<br>\nb  c&amp;d&nbsp;e</p>", [("p", "a\nb c&d\xa0e")]),
        ("<pre> a\n  b</pre>", [("pre", "a\n  b")]),
        (
            '<figure><img src="https://e.org/a.png" alt="A bear"><figcaption>Bear</figcaption></figure>',
            [("figure", "\ufffcA bear"), ("figcaption", "Bear")],
        ),
        ('<p><img src="https://e.org/a.png"></p>', [("p", "\ufffc")]),
        ("", []),
        (" \n<br> ", []),
    ],
)
def test_each_text_is_in_the_innermost_paragraph_like_element(
    html: str, blocks: list[tuple[str, str]]
) -> None:
    assert [(block.tag, block.text) for block in blocks_of(html)] == blocks


@given(html=any_chapter)
def test_no_word_is_in_two_blocks_or_in_none(html: str) -> None:
    html = re.sub(r"\salt=\"[^\"]*\"", "", html)
    in_blocks = re.findall(r"\w", " ".join(block.text for block in blocks_of(html)))
    body = LexborHTMLParser(re.sub(r"<[^>]*>", "\n", html)).body

    assert body is not None
    assert sorted(in_blocks) == sorted(re.findall(r"\w", body.text()))


@given(html=any_chapter)
def test_every_block_gets_its_own_id_and_nothing_else_changes(html: str) -> None:
    kept = with_block_ids(html)
    ids = [block.id for block in blocks_of(kept)]

    assert all(BLOCK_ID.fullmatch(block_id) for block_id in ids)
    assert len(ids) == len(set(ids)) == len(blocks_of(html))
    assert shown(kept) == shown(html)
    assert re.sub("</?p>", "", strip_block_ids(kept)) == re.sub("</?p>", "", html)


@given(html=any_chapter)
def test_a_browser_sees_the_same_ids_as_we_do(html: str) -> None:
    kept = with_block_ids(html)
    page = LexborHTMLParser(kept)

    assert [node.id for node in page.css("[id]")] == [block.id for block in blocks_of(kept)]


@given(html=any_chapter)
def test_saving_again_without_a_change_changes_no_id(html: str) -> None:
    kept = with_block_ids(html)

    assert with_block_ids(html, before=blocks_of(kept)) == kept
    assert with_block_ids(kept, before=blocks_of(kept)) == kept
    assert with_block_ids(clean_chapter(kept), before=blocks_of(kept)) == kept


@given(old=any_chapter, new=any_chapter)
def test_blocks_that_come_with_their_text_are_those_it_is_read_to_have(old: str, new: str) -> None:
    kept, blocks = divided(new, before=divided(old)[1])

    assert list(blocks) == blocks_of(kept)


@given(old=tidy_chapters, new=tidy_chapters)
def test_ids_are_carried_over_or_new_but_never_shared(old: str, new: str) -> None:
    before = blocks_of(with_block_ids(old))
    after = blocks_of(with_block_ids(new, before=before))
    ids = [block.id for block in after]
    old_text = {block.id: block.text for block in before}

    assert len(ids) == len(set(ids))
    for block in after:
        if block.text and [b.text for b in before].count(block.text) == 1 == [
            b.text for b in after
        ].count(block.text):
            assert old_text[block.id] == block.text


def test_ids_that_someone_sends_are_not_believed() -> None:
    sent = '<p id="b-aaaaaaaa">x</p><p id="b-aaaaaaaa">y</p>'
    ids = [block.id for block in blocks_of(with_block_ids(sent))]

    assert "b-aaaaaaaa" not in ids
    assert len(set(ids)) == 2


def test_a_new_id_never_returns_one_that_was_used() -> None:
    before = [Block("b-00000000", "p", "gone")]
    offered = itertools.chain(
        ["b-00000000", "b-00000001", "b-00000001"], itertools.repeat("b-00000002")
    )

    kept = with_block_ids(
        "<p>one thing</p><p>quite another</p>", before=before, new_id=lambda: next(offered)
    )

    assert [block.id for block in blocks_of(kept)] == ["b-00000001", "b-00000002"]


def test_a_broken_source_of_ids_is_refused() -> None:
    with pytest.raises(ValueError, match="not a block id"):
        with_block_ids("<p>x</p>", new_id=lambda: "x")
    with pytest.raises(RuntimeError):
        with_block_ids("<p>x</p><p>y</p>", new_id=lambda: "b-00000000")


@given(html=any_chapter)
def test_words_are_counted_up_to_a_block(html: str) -> None:
    kept = with_block_ids(html)
    counts = block_word_counts(kept)
    so_far = 0

    for block_id, words in counts:
        assert words_before(kept, block_id) == so_far
        so_far += words


def test_words_of_blocks_add_up_to_the_words_of_the_chapter() -> None:
    kept = with_block_ids("<p>One two</p>three<ul><li>four<p>five six</p></li></ul>")

    assert [words for _, words in block_word_counts(kept)] == [2, 1, 1, 2]
    assert count_words(kept) == 6


def test_a_block_that_is_not_there_has_no_words_before_it() -> None:
    with pytest.raises(KeyError):
        words_before("<p>x</p>", "b-00000000")


def test_a_long_chapter_gets_its_ids_with_work_in_proportion_to_its_length() -> None:
    def twice(length: int) -> None:
        html = "".join(
            f"<p>Paragraph {number} of <b>many</b>, {number * 7} words long.</p>"
            for number in range(length)
        )
        kept = with_block_ids(html)
        with_block_ids(html.replace("many", "plenty"), before=blocks_of(kept))

    assert grows_with_its_length(twice, 1000)
