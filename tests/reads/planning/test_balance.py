from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookcub.reads.planning import balance
from tests.extent import often


def weighed(weights: list[int], borders: list[int]) -> tuple[int, int]:
    """The largest stretch and the sum of squares: what a good parting keeps small, in this order."""
    sums = [sum(weights[begin:end]) for begin, end in pairwise([0, *borders])]
    return max(sums), sum(one * one for one in sums)


def best_by_trying_all(weights: list[int], groups: int) -> tuple[int, int]:
    inner = range(1, len(weights))
    return min(weighed(weights, [*cuts, len(weights)]) for cuts in combinations(inner, groups - 1))


@settings(max_examples=often(400), deadline=None)
@given(st.data())
def test_no_other_parting_is_more_even(data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(0, 40), min_size=1, max_size=10))
    groups = data.draw(st.integers(1, len(weights)))

    borders = balance(weights, groups)

    assert len(borders) == groups
    assert borders == sorted(set(borders))
    assert borders[0] >= 1
    assert borders[-1] == len(weights)
    assert weighed(weights, borders) == best_by_trying_all(weights, groups)


def test_a_long_chapter_has_a_stretch_of_its_own() -> None:
    assert balance([900, 1000, 1100, 9000, 1000, 1000], 3) == [3, 4, 6]


def test_a_thousand_chapters_are_parted_in_a_moment() -> None:
    weights = [2000 + 37 * (index * index % 101) for index in range(1000)]

    borders = balance(weights, 52)

    largest, _ = weighed(weights, borders)
    assert largest < 1.15 * sum(weights) / 52


@pytest.mark.parametrize("groups", [0, 4])
def test_there_are_no_more_stretches_than_chapters(groups: int) -> None:
    with pytest.raises(ValueError, match="3 parts cannot"):
        balance([1, 1, 1], groups)
