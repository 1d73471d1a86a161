"""Approval: everybody ticks whatever they would gladly read; the option with the most ticks wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bookcub.picks.counting.ties import Tiebreak


@dataclass(frozen=True, slots=True)
class Approval:
    """The count of an approval vote."""

    tallies: tuple[
        tuple[int, int], ...
    ]  # (option, ticks), most ticks first, equal ones as nominated
    ballots: int  # how many were cast, empty ones too
    tied: tuple[int, ...]  # those with equally many at the top, where there are several
    winner: int | None  # None: nobody ticked anything, or a host has to settle the tie

    @property
    def is_without_votes(self) -> bool:
        """Whether nobody ticked anything."""
        return not any(votes for _, votes in self.tallies)


def count(
    ballots: Sequence[Collection[int]], *, options: Sequence[int], tiebreak: Tiebreak
) -> Approval:
    """Count ballots, each a collection of ticked options; what is no option (any more) is passed over.

    `options` are in the order of nomination. A single option wins without a vote; with several options and no
    tick at all nobody wins.
    """
    ticks = Counter(option for ballot in ballots for option in set(ballot))
    places = {option: place for place, option in enumerate(options)}
    tallies = sorted(
        ((option, ticks[option]) for option in options),
        key=lambda tally: (-tally[1], places[tally[0]]),
    )
    most = tallies[0][1] if tallies else 0
    top = tuple(option for option, votes in tallies if votes == most)
    winner: int | None = None
    if len(options) == 1 or (most and len(top) == 1):
        winner = top[0]
    elif most:
        winner = tiebreak.winner_of(top)
    tied = top if most and len(top) > 1 else ()
    return Approval(tuple(tallies), len(ballots), tied, winner)
