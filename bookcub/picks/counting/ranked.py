"""Ranked choice (instant run-off), counted round by round.

1. Every ballot counts for the option that it ranks highest among those still in. A ballot that ranks none of them
   is exhausted and counts no more.
2. Whoever has more than half of the ballots that still count wins. So does the last one left.
3. Otherwise one goes out and the next round begins: in the first round all that nobody put first go out together
   (one after the other would come to the same); else the one with the fewest votes.
4. Of several with equally few, the one goes out that had fewer in the round before; if they were equal there too, the
   round before that decides, and so on. If they were equal in all rounds, the stated tie rule decides.

With several options and no ballot that names any of them nobody wins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bookcub.picks.counting.ties import Tiebreak, TieQuestion


class Why(StrEnum):
    """Why an option went out."""

    NO_VOTES = "no-votes"  # nobody had put it first
    FEWEST = "fewest"
    EARLIER_ROUND = "earlier-round"  # equally few, but fewer in an earlier round
    TIE_RULE = "tie-rule"


@dataclass(frozen=True, slots=True)
class Out:
    """One option that went out at the end of a round."""

    option: int
    why: Why
    tied: tuple[int, ...] = ()  # those with equally few, itself among them
    looked_back_to: int = 0  # the round that told them apart


@dataclass(frozen=True, slots=True)
class Flow:
    """How many ballots moved from an option that went out to one still in, or to nobody."""

    source: int
    target: int | None
    ballots: int


@dataclass(frozen=True, slots=True)
class Round:
    """One round of the count."""

    number: int
    tallies: tuple[tuple[int, int], ...]  # (option, votes), most first, equal ones as nominated
    exhausted: int
    out: tuple[Out, ...] = ()
    flows: tuple[Flow, ...] = ()

    @property
    def counting(self) -> int:
        """How many ballots still count."""
        return sum(votes for _, votes in self.tallies)

    @property
    def needed(self) -> int:
        """The least number that is more than half."""
        return self.counting // 2 + 1


@dataclass(frozen=True, slots=True)
class Count:
    """The whole count. Without a winner either nobody voted or a host has to settle `tied`."""

    rounds: tuple[Round, ...]
    ballots: int
    winner: int | None
    tied: tuple[int, ...] = ()  # what waits for a host
    question: TieQuestion | None = None  # what the host is asked

    @property
    def is_without_votes(self) -> bool:
        return not self.rounds or not self.rounds[0].counting


def count(ballots: Sequence[Sequence[int]], *, options: Sequence[int], tiebreak: Tiebreak) -> Count:
    """Count ballots, each naming options from the most wanted down.

    `options` are in the order of nomination. What is no option (any more) is passed over and the ranks behind it
    move up; of an option named twice the first mention counts.
    """
    return _Counting(ballots, list(options), tiebreak).run()


class _Counting:
    def __init__(
        self, ballots: Sequence[Sequence[int]], options: list[int], tiebreak: Tiebreak
    ) -> None:
        self.ballots = ballots
        self.options = options
        self.places = {option: place for place, option in enumerate(options)}
        self.tiebreak = tiebreak
        self.rounds: list[Round] = []

    def run(self) -> Count:
        remaining = list(self.options)
        while remaining:
            current = self._round(remaining)
            winner = self._winner(current, remaining)
            if winner is not None or not current.counting:
                self.rounds.append(current)
                return self._count(winner)
            out = self._out(current)
            if not out:
                self.rounds.append(current)
                return self._waits_for_host(current, remaining)
            gone = {each.option for each in out}
            remaining = [option for option in remaining if option not in gone]
            self.rounds.append(
                Round(
                    current.number,
                    current.tallies,
                    current.exhausted,
                    out,
                    self._flows([*remaining, *gone], remaining, gone),
                )
            )
        return self._count(None)

    def _count(self, winner: int | None) -> Count:
        return Count(tuple(self.rounds), len(self.ballots), winner)

    def _waits_for_host(self, current: Round, remaining: list[int]) -> Count:
        tied = _fewest(current)
        question = TieQuestion.WINS if len(remaining) == 2 else TieQuestion.GOES_OUT  # noqa: PLR2004  # the last two
        return Count(tuple(self.rounds), len(self.ballots), None, self._alike(tied), question)

    def _round(self, remaining: list[int]) -> Round:
        votes = Counter(_top(ballot, set(remaining)) for ballot in self.ballots)
        tallies = sorted(
            ((option, votes[option]) for option in remaining),
            key=lambda tally: (-tally[1], self.places[tally[0]]),
        )
        return Round(len(self.rounds) + 1, tuple(tallies), votes[None])

    def _winner(self, current: Round, remaining: list[int]) -> int | None:
        if len(remaining) == 1:
            return remaining[0]
        option, votes = current.tallies[0]
        return option if votes >= current.needed and votes else None

    def _out(self, current: Round) -> tuple[Out, ...]:
        """Who goes out; nobody, where a host has to say first."""
        if current.number == 1:
            without = tuple(option for option, votes in current.tallies if not votes)
            if without:
                return tuple(Out(option, Why.NO_VOTES) for option in without)
        tied = _fewest(current)
        if len(tied) == 1:
            return (Out(tied[0], Why.FEWEST),)
        alike, looked_back_to = tied, 0
        for earlier in reversed(self.rounds):
            fewer = _fewest(earlier, among=alike)
            if len(fewer) < len(alike):
                alike, looked_back_to = fewer, earlier.number
        if len(alike) == 1:
            return (Out(alike[0], Why.EARLIER_ROUND, tied, looked_back_to),)
        loser = self.tiebreak.loser_of(alike)
        return () if loser is None else (Out(loser, Why.TIE_RULE, alike),)

    def _alike(self, tied: tuple[int, ...]) -> tuple[int, ...]:
        for earlier in reversed(self.rounds[:-1]):
            tied = _fewest(earlier, among=tied)
        return tied

    def _flows(self, before: list[int], after: list[int], gone: set[int]) -> tuple[Flow, ...]:
        moved: Counter[tuple[int, int | None]] = Counter()
        for ballot in self.ballots:
            source = _top(ballot, set(before))
            if source is not None and source in gone:
                moved[source, _top(ballot, set(after))] += 1
        flows = [Flow(source, target, number) for (source, target), number in moved.items()]
        return tuple(sorted(flows, key=self._flow_order))

    def _flow_order(self, flow: Flow) -> tuple[int, int]:
        last = len(self.places)
        target = last if flow.target is None else self.places[flow.target]
        return (self.places[flow.source], target)


def _top(ballot: Sequence[int], among: set[int]) -> int | None:
    return next((option for option in ballot if option in among), None)


def _fewest(current: Round, among: Sequence[int] | None = None) -> tuple[int, ...]:
    """The options with the fewest votes in a round, as nominated."""
    votes: Mapping[int, int] = dict(current.tallies)
    asked = list(votes) if among is None else list(among)
    least = min(votes[option] for option in asked)
    return tuple(option for option in asked if votes[option] == least)
