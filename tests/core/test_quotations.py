"""A note finds its words again after every edit, or says honestly that they are gone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bookcub.core.text import (
    Block,
    Outcome,
    Quotation,
    Reanchored,
    as_selectors,
    blocks_of,
    find,
    from_selectors,
    quote,
    reanchor,
    whole_block,
    with_block_ids,
)
from tests.core.edits import SCRIPTS, Judge, edited, markup
from tests.counted import calls

MOST_CALLS = 2_300_000  # about twice what it takes

SOUNDS = [
    "ha",
    "ber",
    "clo",
    "tide",
    "lan",
    "tern",
    "pro",
    "mi",
    "goo",
    "se",
    "qui",
    "et",
    "sta",
    "ve",
    "naï",
    "é\u0301",
]
COMMON = [
    "the",
    "and",
    "of",
    "a",
    "to",
    "said",
    "was",
    "猫",
    "が",
    "好",
    "🐻",
    "👩\u200d👩\u200d👧",
]


def blocks(*texts: str) -> list[Block]:
    return blocks_of(with_block_ids(markup(texts)))


def saved(old: list[Block], *texts: str) -> list[Block]:
    """The blocks after the author has saved another text."""
    return blocks_of(with_block_ids(markup(texts), before=old))


def words(old: list[Block], exact: str, number: int = 0) -> Quotation:
    """The passage of these words, the first of them unless told otherwise."""
    block = [one for one in old if exact in one.text][number]
    at = block.text.index(exact)
    return quote(old, block.id, at, block.id, at + len(exact))


def after(old: list[Block], new: list[Block], quotation: Quotation) -> Reanchored:
    (reanchored,) = reanchor(old, new, [quotation])
    return reanchored


def story(seed: int, paragraphs: int = 60) -> list[str]:
    """Paragraphs of made-up words that stand near emoji, Chinese characters and combining marks."""
    chance = Random(seed)  # noqa: S311  # a test, not a secret

    def word() -> str:
        rare = "".join(chance.choice(SOUNDS) for _ in range(chance.randrange(2, 4)))
        return chance.choice([rare, chance.choice(COMMON)])

    return [
        " ".join(
            " ".join(word() for _ in range(chance.randrange(4, 14))) + "."
            for _ in range(chance.randrange(1, 6))
        )
        for _ in range(paragraphs)
    ]


def test_a_passage_counts_code_points_and_knows_what_stands_around() -> None:
    old = blocks("🐻🐻 The bear 👩‍👩‍👧 slept.", "Nobody woke it.")

    quotation = words(old, "bear 👩‍👩‍👧")

    assert (quotation.start_offset, quotation.end_offset) == (7, 17)
    assert quotation.prefix == "🐻🐻 The "
    assert quotation.suffix == " slept.\nNobody woke it."


def test_a_passage_may_span_paragraphs() -> None:
    old = blocks("One. Two.", "Three. Four.")

    quotation = quote(old, old[0].id, 5, old[1].id, 6)

    assert quotation.exact == "Two.\nThree."
    assert find(old, quotation) == quotation


@pytest.mark.parametrize(
    ("start", "end"),
    [(5, 5), (7, 3), (0, 99), (-1, 4), (4, 5)],
    ids=["empty", "turned", "far", "before", "blank"],
)
def test_nonsense_is_no_passage(start: int, end: int) -> None:
    old = blocks("Four words and a stop.")

    with pytest.raises(ValueError, match=r"passage|offset"):
        quote(old, old[0].id, start, old[0].id, end)


def test_there_is_no_passage_in_a_block_that_is_not_there_or_says_nothing() -> None:
    old = blocks_of(with_block_ids("<p>One.</p><hr><p>Two.</p>"))

    with pytest.raises(ValueError, match="no block"):
        quote(old, "b-00000000", 0, "b-00000000", 3)
    with pytest.raises(ValueError, match="at least one character"):
        whole_block(old, old[1].id)
    assert whole_block(old, old[2].id).exact == "Two."


def test_selectors_say_where_and_what_and_lead_back() -> None:
    old = blocks("One. Two 🐻.", "Three.")
    inside, across = words(old, "Two 🐻"), quote(old, old[0].id, 5, old[1].id, 5)

    precise, lasting = as_selectors(inside)

    assert precise["value"] == old[0].id
    assert precise["refinedBy"] == {"type": "TextPositionSelector", "start": 5, "end": 10}
    assert lasting == {
        "type": "TextQuoteSelector",
        "exact": "Two 🐻",
        "prefix": "One. ",
        "suffix": ".\nThree.",
    }
    assert from_selectors([precise, lasting]) == inside
    assert from_selectors(as_selectors(across)) == across


@pytest.mark.parametrize(
    "selectors",
    [
        [],
        [{"type": "TextQuoteSelector", "exact": "a"}],
        [{"type": "TextQuoteSelector", "exact": 4}, {"type": "FragmentSelector", "value": "b"}],
        [{"type": "XPathSelector", "value": "/html"}],
        ["TextQuoteSelector"],
    ],
)
def test_other_selectors_are_refused(selectors: list[dict[str, object]]) -> None:
    with pytest.raises(ValueError, match=r"passage|character|block"):
        from_selectors(selectors)


def test_words_are_found_in_another_text_only_among_their_neighbours() -> None:
    old = blocks("He said yes. She laughed aloud. Then they ate.")
    quotation = words(old, "She laughed aloud.")

    there = find(blocks("A new line.", "He said yes. She laughed aloud. Then they ate."), quotation)
    elsewhere = find(blocks("The dog barked. She laughed aloud. It rained."), quotation)

    assert there
    assert there.exact == quotation.exact
    assert elsewhere is None


def test_an_untouched_sentence_stays() -> None:
    old = blocks("One came. Two came.", "Three came.")
    new = saved(old, "Zero came.", "One came. Two came.", "Three came.")

    reanchored = after(old, new, words(old, "Two came."))

    assert reanchored.outcome == Outcome.EXACT
    assert reanchored.score == 1
    assert reanchored.quotation.start_block_id == old[0].id


def test_a_mended_word_is_edited_and_keeps_its_note() -> None:
    old = blocks("The moon was full. Mara closed the bok and smiled. It was late.")
    new = saved(old, "The moon was full. Mara closed the book and smiled. It was late.")

    sentence = after(old, new, words(old, "Mara closed the bok and smiled."))
    word = after(old, new, words(old, "bok"))

    assert (sentence.outcome, sentence.quotation.exact) == (
        Outcome.EDITED,
        "Mara closed the book and smiled.",
    )
    assert (word.outcome, word.quotation.exact) == (Outcome.EDITED, "book")


def test_a_row_of_dots_as_long_as_a_book_costs_no_more_than_other_words() -> None:
    """Looked at from each dot anew, it would take hours."""
    dots = "." * 200_000 + "x"
    old = blocks("Mara closed the bok and smiled.", dots)
    new = saved(old, "Mara closed the book and smiled.", dots)

    sentence = after(old, new, words(old, "Mara closed the bok and smiled."))

    assert sentence.outcome == Outcome.EDITED


def test_a_sentence_that_moved_takes_its_note_along() -> None:
    old = blocks(
        "The harbour clock struck nine in the dark. Nobody came.",
        "A letter lay there.",
        "The end came soon.",
    )
    new = saved(
        old,
        "Nobody came.",
        "A letter lay there.",
        "The end came soon. The harbour clock struck nine in the dark.",
    )

    reanchored = after(old, new, words(old, "The harbour clock struck nine in the dark."))

    assert reanchored.outcome == Outcome.MOVED
    assert reanchored.quotation.start_block_id == new[2].id
    assert reanchored.quotation.exact == "The harbour clock struck nine in the dark."


def test_paragraphs_may_be_split_and_merged_under_a_note() -> None:
    old = blocks(
        "It rained all day. The goose did not mind. We did.",
        "The soup was cold.",
        "Nobody said so.",
    )
    new = saved(
        old,
        "It rained all day.",
        "The goose did not mind. We did.",
        "The soup was cold. Nobody said so.",
    )

    split = after(old, new, words(old, "The goose did not mind."))
    merged = after(old, new, quote(old, old[1].id, 0, old[2].id, len(old[2].text)))

    assert split.outcome == Outcome.EXACT
    assert split.quotation.start_block_id == new[1].id
    assert merged.outcome == Outcome.EXACT
    assert merged.quotation.exact == "The soup was cold. Nobody said so."


def test_a_note_on_a_deleted_sentence_never_goes_to_the_one_that_looks_like_it() -> None:
    alike = ["The red door was shut.", "The blue door was shut."]
    old = blocks("It was night.", *alike, "Somebody knocked.")
    new = saved(old, "It was night.", alike[1], "Somebody knocked.")

    gone = after(old, new, words(old, alike[0]))
    there = after(old, new, words(old, alike[1]))

    assert gone.outcome == Outcome.ORPHAN
    assert gone.quotation.exact == alike[0]
    assert (there.outcome, there.quotation.exact) == (Outcome.EXACT, alike[1])


def test_of_two_equal_sentences_nobody_can_tell_which_one_went() -> None:
    old = blocks("He waited. She laughed. She laughed. He left.")
    new = saved(old, "He waited. She laughed. He left.")
    at = old[0].text.index("She")
    both = [quote(old, old[0].id, start, old[0].id, start + 12) for start in (at, at + 13)]

    assert [one.outcome for one in reanchor(old, new, both)] == [Outcome.ORPHAN, Outcome.ORPHAN]


def test_an_equal_sentence_elsewhere_does_not_unsettle_one_that_stayed() -> None:
    old = blocks(
        "The tide came in. She laughed. It was Friday.",
        "Soup again. She laughed. The lamp went out.",
    )
    new = saved(
        old, "The tide came in. It was Friday.", "Soup again. She laughed. The lamp went out."
    )

    gone = after(old, new, words(old, "She laughed."))
    there = after(old, new, words(old, "She laughed.", 1))

    assert gone.outcome == Outcome.ORPHAN
    assert there.outcome == Outcome.EXACT
    assert there.quotation.start_block_id == old[1].id


def test_an_orphan_comes_home_when_its_sentence_is_brought_back() -> None:
    first = blocks("The tide came in. She laughed at him. It was Friday.", "Nothing more.")
    second = saved(first, "The tide came in. It was Friday.", "Nothing more.")
    third = saved(second, *(block.text for block in first))

    gone = after(first, second, words(first, "She laughed at him."))
    (back,) = reanchor(second, third, [], [gone.quotation])

    assert gone.outcome == Outcome.ORPHAN
    assert back.outcome == Outcome.EXACT
    assert back.quotation.exact == "She laughed at him."


def test_an_orphan_does_not_come_home_to_a_sentence_that_was_always_there() -> None:
    first = blocks(
        "The tide came in. She laughed. It was Friday.",
        "Soup again. She laughed. The lamp went out.",
    )
    second = saved(
        first, "The tide came in. It was Friday.", "Soup again. She laughed. The lamp went out."
    )
    gone = after(first, second, words(first, "She laughed."))
    third = saved(
        second,
        "The tide came in. It was Friday.",
        "Soup again, sir. She laughed. The lamp went out.",
    )

    assert reanchor(second, third, [], [gone.quotation])[0].outcome == Outcome.ORPHAN


def test_an_orphan_does_not_take_what_stands_where_it_stood() -> None:
    first = blocks("He waited. She laughed. She laughed. He left.")
    second = saved(first, "He waited. She laughed. He left.")
    third = saved(second, "He waited. She laughed. He left. It rained.")
    at = first[0].text.index("She")
    gone = after(first, second, quote(first, first[0].id, at, first[0].id, at + 12))

    assert reanchor(second, third, [], [gone.quotation])[0].outcome == Outcome.ORPHAN


def test_quotation_marks_may_change_their_kind() -> None:
    old = blocks("“It’s late,” he said – and left.")
    new = saved(old, '"It\'s late," he said - and left.')

    reanchored = after(old, new, words(old, "“It’s late,”"))

    assert (reanchored.outcome, reanchored.quotation.exact) == (Outcome.EDITED, '"It\'s late,"')


def test_a_text_that_is_all_new_leaves_every_note_behind() -> None:
    old = blocks(*story(1, 10))
    new = saved(old, "Quite another story.", "It has nothing in common.")

    reanchored = reanchor(old, new, [whole_block(old, block.id) for block in old])

    assert {one.outcome for one in reanchored} == {Outcome.ORPHAN}


@example(
    900, "sentence deleted beside a look-alike", 3
)  # part of a sentence that stood twice in a row
@given(st.integers(0, 2**32), st.sampled_from([*SCRIPTS, "all at once"]), st.integers(1, 12))
def test_no_note_ever_ends_on_words_that_are_not_its_own(
    seed: int, script: str, edits: int
) -> None:
    text, new, passages = edited(story(seed, 25), script, edits, 40, seed)
    judge = Judge(text, new)

    for quotation, reanchored in zip(passages, reanchor(text.old, new, passages), strict=True):
        assert judge.verdict(quotation, reanchored) != "wrong", (script, quotation, reanchored)


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=6), st.data())
def test_any_passage_of_any_text_stays_where_it_is_when_nothing_changes(
    texts: list[str], data: st.DataObject
) -> None:
    old = [block for block in blocks(*texts) if block.text]
    if not old:
        return
    start, end = sorted(
        data.draw(st.tuples(st.integers(0, len(old) - 1), st.integers(0, len(old) - 1)))
    )
    try:
        quotation = quote(
            old,
            old[start].id,
            data.draw(st.integers(0, len(old[start].text))),
            old[end].id,
            data.draw(st.integers(0, len(old[end].text))),
        )
    except ValueError:
        return

    assert find(old, quotation) == quotation
    assert from_selectors(as_selectors(quotation)) == quotation
    assert after(old, old, quotation) == Reanchored(quotation, Outcome.EXACT, 1.0)


def test_many_notes_follow_a_long_chapter_with_bounded_work() -> None:
    text, new, passages = edited(story(3, 500), "all at once", 20, 170, 3)

    assert calls(lambda: reanchor(text.old, new, passages)) < MOST_CALLS
