"""Other words in the place of a passage: these change, and nothing around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.core.text import (
    blocks_of,
    clean_chapter,
    narrowed,
    one_break,
    quote,
    replaced,
    with_block_ids,
)
from bookcub.core.text.blocks import PICTURE
from tests.core.markup import careless_markup, nasty_markup, tidy_chapters


def told(html: str, old: str, new: str) -> str:
    """The text with `new` for the first `old` of its first block."""
    kept = with_block_ids(clean_chapter(html))
    block = blocks_of(kept)[0]
    at = block.text.index(old)
    passage = quote(blocks_of(kept), block.id, at, block.id, at + len(old))
    return replaced(kept, passage, new).replace(f' id="{block.id}"', "")


@pytest.mark.parametrize(
    ("html", "old", "new", "after"),
    [
        ("<p>He ran home.</p>", "ran", "walked", "<p>He walked home.</p>"),
        ("<p>He <em>really ran</em> home.</p>", "really ran home", "really sprinted home", None),
        ("<p>A big dog.</p>", "big", "", "<p>A dog.</p>"),
        ("<p>Salt &amp; tide.</p>", "Salt & tide", "Salt < sand", "<p>Salt &lt; sand.</p>"),
        ("<p>The old, old dog.</p>", "old, old", "old", "<p>The old dog.</p>"),
        ("<p>Up and down, down.</p>", "down", "", "<p>Up and, down.</p>"),
        ("<p>One<br>two.</p>", "One\ntwo", "One two", "<p>One two.</p>"),
        ("<p>One two.</p>", "One two", "One\ntwo", "<p>One<br>two.</p>"),
        ("<p>one <b>two</b> three</p>", "two", "four", "<p>one <b>four</b> three</p>"),
        ("<p>She said …“No”.</p>", "said …“No”", "said “No”", "<p>She said “No”.</p>"),
        ("<p>It cost €$5.</p>", "cost €$5", "cost $5", "<p>It cost $5.</p>"),
        ("<p>She sang.</p>", "sang", "sang  low", "<p>She sang low.</p>"),
    ],
)
def test_words_are_replaced_and_their_markup_stays(
    html: str, old: str, new: str, after: str | None
) -> None:
    assert told(html, old, new) == (after or "<p>He <em>really sprinted</em> home.</p>")


def test_what_does_not_stand_there_is_not_replaced() -> None:
    kept = with_block_ids("<p>He ran home.</p><p>So did she.</p>")
    one, two = blocks_of(kept)
    over_two = quote(blocks_of(kept), one.id, 3, two.id, 2)
    passage = quote(blocks_of(kept), one.id, 3, one.id, 6)

    for html, meant in (
        (kept, over_two),
        (kept.replace("ran", "fled"), passage),
        (kept.replace(one.id, "b-zzzzzzzz"), passage),
    ):
        with pytest.raises(ValueError, match=r"."):
            replaced(html, meant, "walked")


@given(
    html=st.one_of(tidy_chapters, careless_markup, nasty_markup),
    words=st.text(max_size=20),
    data=st.data(),
)
def test_of_any_text_only_the_words_change(html: str, words: str, data: st.DataObject) -> None:
    kept = with_block_ids(clean_chapter(html))
    blocks = blocks_of(kept)
    told = [at for at, block in enumerate(blocks) if block.text.strip()]
    if not told:
        return
    here = data.draw(st.sampled_from(told))
    block = blocks[here]
    start = data.draw(st.integers(0, len(block.text) - 1))
    end = data.draw(st.integers(start + 1, len(block.text)))
    if not block.text[start:end].strip():
        return

    passage = quote(blocks, block.id, start, block.id, end)
    try:
        after = replaced(kept, passage, words)
    except ValueError:
        assert PICTURE in block.text or "<t" in kept or block.tag not in {"p", "pre"}
        return

    now = {one.id: one.text for one in blocks_of(after)}
    wanted = block.text[:start] + one_break(words) + block.text[end:]
    assert "".join(now.get(block.id, "").split()) == "".join(wanted.split())
    assert {pk: text for pk, text in now.items() if pk != block.id} == {
        one.id: one.text for one in blocks if one.id != block.id
    }


lines = st.lists(st.sampled_from(["tide", "lamp", "goose", "ran", "ran", "slow"]), min_size=1).map(
    " ".join
)


@given(old=lines, new=lines)
def test_a_narrowed_suggestion_says_the_same(old: str, new: str) -> None:
    kept = with_block_ids(f"<p>So: {old}, and on.</p>")
    (block,) = blocks_of(kept)
    whole = quote([block], block.id, 4, block.id, 4 + len(old))

    part, words = narrowed([block], whole, new)

    assert part.exact.strip()
    assert len(part.exact) <= len(whole.exact)
    (now,) = blocks_of(replaced(kept, part, words))
    assert now.text.split() == f"So: {new}, and on.".split()
