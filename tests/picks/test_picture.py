"""The picture of a count says what the count says."""

from __future__ import annotations

import re

from hypothesis import given

from bookcub.picks.queries.rounds_picture import BAR, GAP, LEFT, STEP, WIDTH, colours_for, draw
from tests.picks.counting.counting import A, B, C, counted, election
from tests.picks.counting.test_promises import elections


def test_bars_are_as_wide_as_the_votes_and_bands_lead_where_ballots_went() -> None:
    # 4 ballots, two rounds: C goes out, its one ballot goes to B.
    count = counted(election((2, [A]), (1, [B]), (1, [C, B]), (1, [B])), [A, B, C])
    picture = draw(count, colours_for([A, B, C]), {A: "Salt", B: "Moss", C: "Tide"})

    assert picture is not None
    assert picture.height == STEP + BAR
    one = (WIDTH - LEFT) / 5
    first, second = picture.bars
    assert [(part.option, part.votes) for part in first.parts] == [(A, 2), (B, 2), (C, 1)]
    assert [round(part.width, 1) for part in first.parts] == [
        round(votes * one - GAP, 1) for votes in (2, 2, 1)
    ]
    assert [part.label for part in first.parts] == ["Salt 2", "Moss 2", "Tide 1"]
    assert [part.is_out for part in first.parts] == [False, False, True]
    assert [part.is_winner for part in second.parts] == [False, True]
    moved = [band for band in picture.bands if band.is_moved]
    assert len(moved) == 1
    assert moved[0].path.startswith(f"M{first.parts[2].x:.1f} {BAR:.1f}C")


def test_without_ballots_there_is_no_picture() -> None:
    assert draw(counted([], [A, B]), colours_for([A, B]), {}) is None


@given(elections())
def test_nothing_lies_outside_and_nothing_overlaps(
    sample: tuple[list[int], list[list[int]]],
) -> None:
    options, ballots = sample
    picture = draw(counted(ballots, options), colours_for(options), {})

    for bar in picture.bars if picture else ():
        end = LEFT
        for part in bar.parts:
            assert part.x >= end - 0.1
            end = part.x + part.width
        assert end <= WIDTH + 1
    for band in picture.bands if picture else ():
        numbers = [float(number) for number in re.findall(r"-?\d+\.\d", band.path)]
        across = [numbers[place] for place in (0, 2, 4, 6, 8, 9, 11, 13)]
        assert min(across) >= LEFT - 0.1
        assert max(across) <= WIDTH + 1
