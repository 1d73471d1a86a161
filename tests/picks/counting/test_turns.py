from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bookcub.picks.counting.turns import Waiting, line, next_after, turn_of

ADA, BO, CY, DI = 1, 2, 3, 4


def day(number: int) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


def members(found: Sequence[Waiting]) -> list[int]:
    return [each.member for each in found]


def test_of_two_the_other_has_the_next_one() -> None:
    joined = {ADA: day(0), BO: day(0)}
    turns: list[tuple[int, datetime]] = []
    chose = []
    for number in range(1, 6):
        chooser = turn_of(line(joined, turns))
        assert chooser is not None
        assert next_after(line(joined, turns)) != chooser
        turns.append((chooser, day(number)))
        chose.append(chooser)

    assert chose == [ADA, BO, ADA, BO, ADA]


def test_of_two_the_other_is_next_though_they_joined_after_the_first_turn() -> None:
    joined = {ADA: day(0), BO: day(5)}

    assert members(line(joined, [(ADA, day(3))])) == [BO, ADA]
    assert members(line(joined, [(ADA, day(3)), (BO, day(6))])) == [ADA, BO]


def test_it_goes_round() -> None:
    joined = {ADA: day(0), BO: day(1), CY: day(2)}

    assert members(line(joined, [(ADA, day(5)), (BO, day(9))])) == [CY, ADA, BO]


def test_who_joins_stands_at_the_end_of_the_line() -> None:
    # Ada chose on the 5th, Bo waits since the 1st; Cy joins on the 7th and comes after both.
    joined = {ADA: day(0), BO: day(1), CY: day(7)}

    assert members(line(joined, [(ADA, day(5))])) == [BO, ADA, CY]


def test_who_leaves_lets_the_line_close_up() -> None:
    joined = {ADA: day(0), CY: day(2)}

    assert members(line(joined, [(ADA, day(5)), (BO, day(9))])) == [CY, ADA]


def test_who_comes_back_stands_at_the_end_and_gains_nothing() -> None:
    # Bo chose on the 3rd, left, came back on the 20th: behind Ada, who chose on the 10th.
    joined = {ADA: day(0), BO: day(20), CY: day(2)}

    assert members(line(joined, [(BO, day(3)), (ADA, day(10))])) == [CY, ADA, BO]


def test_who_passes_is_asked_again_next_time() -> None:
    joined = {ADA: day(0), BO: day(1), CY: day(2)}
    before = line(joined, [])

    assert turn_of(before, {ADA}) == BO
    assert next_after(before, {ADA}) == ADA

    assert turn_of(line(joined, [(BO, day(5))])) == ADA


def test_if_all_pass_it_is_nobodys_turn() -> None:
    joined = {ADA: day(0), BO: day(1)}

    assert turn_of(line(joined, []), {ADA, BO}) is None
    assert turn_of(line({}, [])) is None
    assert next_after(line({}, [])) is None


def test_alone_one_is_ones_own_successor() -> None:
    assert next_after(line({ADA: day(0)}, [])) == ADA
