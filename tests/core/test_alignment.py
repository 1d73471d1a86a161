"""What readers hang on a block has to stay on it, whatever the writer does around it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.core.text import align
from tests.core.markup import sentences
from tests.counted import calls

MOST_CALLS = (
    12_000_000  # about twice what the hardest takes; every block with every other is 25 million
)

texts = st.lists(
    st.one_of(sentences, st.sampled_from(["*", "Yes.", "No.", "", "“Why?”"])), max_size=25
)
paragraphs = st.lists(
    st.lists(st.integers(0, 3000), min_size=6, max_size=30).map(
        lambda some: " ".join(f"word{number}" for number in some)
    ),
    min_size=1,
    max_size=20,
    unique=True,
)


@given(old=texts, new=texts)
def test_no_block_continues_two(old: list[str], new: list[str]) -> None:
    partners = align(old, new)

    assert len(partners) == len(new)
    known = [partner for partner in partners if partner is not None]
    assert len(known) == len(set(known))
    assert all(0 <= partner < len(old) for partner in known)


@given(old=texts)
def test_a_text_that_did_not_change_keeps_every_partner(old: list[str]) -> None:
    assert align(old, old) == list(range(len(old)))


@given(old=texts, new=texts)
def test_an_untouched_block_with_unique_text_keeps_its_partner(
    old: list[str], new: list[str]
) -> None:
    partners = align(old, new)

    for index, text in enumerate(new):
        if new.count(text) == old.count(text) == 1:
            assert partners[index] == old.index(text)


@given(old=texts, new=texts)
def test_no_equal_text_is_left_over_on_both_sides(old: list[str], new: list[str]) -> None:
    partners = align(old, new)

    left_old = {text for index, text in enumerate(old) if index not in partners}
    left_new = {text for index, text in enumerate(new) if partners[index] is None}
    assert not left_old & left_new


@given(old=paragraphs, seed=st.integers())
def test_moving_blocks_moves_their_partners_along(old: list[str], seed: int) -> None:
    order = list(range(len(old)))
    random.Random(seed).shuffle(order)  # noqa: S311 - a shuffle, not a secret

    assert align(old, [old[index] for index in order]) == order


@given(old=paragraphs, data=st.data())
def test_a_typo_mended_keeps_the_partner(old: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(old) - 1))
    words = old[at].split()
    word = data.draw(st.integers(0, len(words) - 1))
    words[word] = words[word][::-1]
    new = [*old]
    new[at] = " ".join(words)

    assert align(old, new)[at] == at


@given(old=texts, extra=st.lists(sentences, max_size=5), at=st.integers(0, 25))
def test_a_passage_put_in_leaves_the_rest_alone(old: list[str], extra: list[str], at: int) -> None:
    at = min(at, len(old))
    new = old[:at] + extra + old[at:]
    partners = align(old, new)

    for index, text in enumerate(old):
        if new.count(text) == 1:
            assert partners[index if index < at else index + len(extra)] == index


@given(old=paragraphs, data=st.data())
def test_the_longer_part_of_a_split_paragraph_continues_it(
    old: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(old) - 1))
    words = old[at].split()
    cut = data.draw(st.integers(1, len(words) - 1).filter(lambda cut: 2 * cut != len(words)))
    new = [*old[:at], " ".join(words[:cut]), " ".join(words[cut:]), *old[at + 1 :]]
    if len(set(new)) < len(new):
        return
    longer = at if 2 * cut > len(words) else at + 1

    assert align(old, new)[longer] == at


def test_the_longer_of_two_joined_paragraphs_is_continued() -> None:
    old = ["He came in and sat down by the fire.", "She said nothing at all for a long, long time."]

    assert align(old, [" ".join(old)]) == [1]


@pytest.mark.parametrize(
    ("old", "new", "partners"),
    [
        (["*", "a", "*", "b", "*"], ["*", "a", "b", "*"], [0, 1, 3, 4]),
        (["Yes.", "He sat.", "Yes."], ["He sat.", "Yes."], [1, 2]),
        (["Yes.", "He sat.", "Yes."], ["New.", "Yes.", "He sat.", "Yes."], [None, 0, 1, 2]),
        (["*", "*", "*"], ["*", "*"], [0, 1]),
        (["A", "*", "B", "*", "C"], ["C", "*", "A", "*", "B"], [4, 1, 0, 3, 2]),
    ],
)
def test_repeated_texts_follow_their_neighbours(
    old: list[str], new: list[str], partners: list[int | None]
) -> None:
    found = align(old, new)

    if old[0] == "A":
        assert [found[index] for index in (0, 2, 4)] == [4, 0, 2]
        assert {found[1], found[3]} == {1, 3}
    else:
        assert found == partners


def test_a_changed_block_never_takes_the_partner_of_its_look_alike() -> None:
    old = ["The wolf ran over the hill at dawn.", "The wolf ran over the hill at dusk."]
    new = ["The wolf ran over the hill at dusk.", "The wolf ran over the hill at noon, howling."]

    assert align(old, new) == [1, 0]


def test_two_equal_claims_are_no_claim() -> None:
    old = ["The grey wolf ran over the hill at dawn and howled at everybody."]
    new = [
        "The grey wolf ran over the hill at dusk and howled at everybody.",
        "The grey wolf ran over the hill at noon and howled at everybody.",
    ]

    assert align(old, new) == [None, None]


def test_look_alikes_that_are_all_edited_stay_in_order() -> None:
    old = [f"The wolf ran over hill number {number} at dawn." for number in range(5)]
    new = [f"The wolf ran over hill number {number} at dusk." for number in range(5)]

    assert align(old, new) == [0, 1, 2, 3, 4]


def test_a_block_that_was_moved_and_edited_is_found_again() -> None:
    old = ["One fine day we all went out to look for bears.", "Two.", "Three is a crowd, they say."]
    new = ["Two.", "Three is a crowd, they say.", "One fine day we all went out to find the bears."]

    assert align(old, new) == [1, 2, 0]


def test_a_new_text_in_the_place_of_an_old_one_is_new() -> None:
    old = ["Before.", "The moon rose over the river and the boats lay still.", "After."]
    new = ["Before.", "Nobody had asked Anna what she wanted for her birthday.", "After."]

    assert align(old, new) == [0, None, 2]


def test_one_word_mended_in_a_one_word_paragraph_is_the_same_paragraph() -> None:
    assert align(["Before.", "Teh end", "After."], ["Before.", "The end", "After."]) == [0, 1, 2]


def test_texts_without_spaces_are_compared_by_character() -> None:
    old = ["吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。" * 2, "別の話。"]
    new = ["別の話。", "吾輩は犬である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。" * 2]

    assert align(old, new) == [1, 0]


_CHANCE = random.Random("blocks")  # noqa: S311 - texts, not secrets
_COMMON = [f"w{number}" for number in range(400)]
_LONG = [" ".join(_CHANCE.choices(_COMMON, k=40)) for _ in range(5000)]
_OTHER = [" ".join(_CHANCE.choices(_COMMON, k=40)) for _ in range(5000)]
_ALIKE = ["the same words again and again and once more " * 3 + str(n) for n in range(5000)]
_SHORT = [f"a{number}" for number in range(5000)]


@pytest.mark.everything
@pytest.mark.parametrize(
    ("old", "new", "partners"),
    [
        pytest.param(_LONG, [f"{t} end" for t in _LONG], list(range(5000)), id="edited"),
        pytest.param(
            _LONG, [f"{t} end" for t in reversed(_LONG)], list(range(4999, -1, -1)), id="reversed"
        ),
        pytest.param(_LONG, _OTHER, None, id="rewritten"),
        pytest.param(_ALIKE, [f"{t} changed" for t in _ALIKE], None, id="alike"),
        pytest.param(["*"] * 5000, ["*"] * 4000 + ["Yes."] * 1000, None, id="equal"),
        pytest.param(_SHORT, [f"{t}b" for t in _SHORT], None, id="short"),
    ],
)
def test_five_thousand_blocks_are_aligned_with_bounded_work(
    old: list[str], new: list[str], partners: list[int] | None
) -> None:
    found: list[int | None] = []

    assert calls(lambda: found.extend(align(old, new))) < MOST_CALLS
    assert partners is None or found == partners
