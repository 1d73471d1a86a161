"""Short ways to write an election down."""

from __future__ import annotations

from collections.abc import Sequence

from bookcub.picks.counting import ranked
from bookcub.picks.counting.ties import Decision, Tiebreak, TiedOption, TieRule

A, B, C, D, E = 1, 2, 3, 4, 5
SEED = "5eed" * 16


def tiebreak(
    options: Sequence[int],
    rule: TieRule = TieRule.EARLIER,
    *,
    wins: dict[int, int] | None = None,
    seed: str = SEED,
    decisions: Sequence[Decision] = (),
) -> Tiebreak:
    standings = {
        option: TiedOption(option, place, (wins or {}).get(option, 0))
        for place, option in enumerate(options)
    }
    return Tiebreak(rule, standings, seed, decisions)


def election(*piles: tuple[int, Sequence[int]]) -> list[tuple[int, ...]]:
    """`(3, [A, B])` is three ballots that say A, then B."""
    return [tuple(ballot) for number, ballot in piles for _ in range(number)]


def counted(
    ballots: Sequence[Sequence[int]],
    options: Sequence[int],
    rule: TieRule = TieRule.EARLIER,
    *,
    wins: dict[int, int] | None = None,
    decisions: Sequence[Decision] = (),
) -> ranked.Count:
    breaker = tiebreak(options, rule, wins=wins, decisions=decisions)
    return ranked.count(ballots, options=options, tiebreak=breaker)


def votes(count: ranked.Count) -> list[dict[int, int]]:
    return [dict(each.tallies) for each in count.rounds]


def gone(count: ranked.Count) -> list[list[int]]:
    return [[out.option for out in each.out] for each in count.rounds]
