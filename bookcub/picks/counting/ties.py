"""The rule that settles a tie, stated before anybody votes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class TieRule(StrEnum):
    """Who is ahead of whom when the votes are equal."""

    EARLIER = "earlier"  # whatever was nominated earlier
    FEWEST = "fewest"  # whose nominator was picked less often; then whatever was nominated earlier
    LOT = "lot"  # the order that the pick's seed gives
    HOST = "host"  # a host says


class TieQuestion(StrEnum):
    """What a host is asked about options that tie."""

    WINS = "wins"
    GOES_OUT = "goes-out"


@dataclass(frozen=True, slots=True)
class TiedOption:
    """What the rules want to know of an option."""

    option: int
    place: int  # in the order of nomination; the lower the earlier
    wins: int = 0  # how often its nominator was picked before


@dataclass(frozen=True, slots=True)
class Decision:
    """What a host said of a tie: of these options, this one wins, or goes out."""

    question: TieQuestion
    tied: frozenset[int]
    option: int


@dataclass(frozen=True, slots=True)
class Tiebreak:
    """A tie rule with all that it needs. `None` as an answer means: a host has to say first."""

    rule: TieRule
    standings: Mapping[int, TiedOption]
    seed: str = ""
    decisions: Collection[Decision] = field(default=())

    def winner_of(self, tied: Collection[int]) -> int | None:
        """The one of these that wins."""
        if self.rule == TieRule.HOST:
            return self._decided(TieQuestion.WINS, tied)
        return self.in_order(tied)[0]

    def loser_of(self, tied: Collection[int]) -> int | None:
        """The one of these that goes out."""
        if self.rule != TieRule.HOST:
            return self.in_order(tied)[-1]
        decided = self._decided(TieQuestion.GOES_OUT, tied)
        if decided is None and len(set(tied)) == 2:  # noqa: PLR2004  # of two, who wins says who goes out
            winner = self._decided(TieQuestion.WINS, tied)
            decided = next((each for each in tied if winner is not None and each != winner), None)
        return decided

    def in_order(self, tied: Collection[int]) -> list[int]:
        """These options, the strongest first. Not for the rule that asks a host."""
        return sorted(tied, key=self._strength)

    def _strength(self, option: int) -> tuple[int | str, int, int]:
        standing = self.standings[option]
        if self.rule == TieRule.LOT:
            return (tie_hash(self.seed, option), standing.place, option)
        wins = standing.wins if self.rule == TieRule.FEWEST else 0
        return (wins, standing.place, option)

    def _decided(self, question: TieQuestion, tied: Collection[int]) -> int | None:
        options = frozenset(tied)
        for decision in self.decisions:
            if decision.question == question and decision.tied == options:
                return decision.option
        return None


def tie_hash(seed: str, option: int) -> str:
    """SHA-256 of `seed`, a line end, `tie `, and the option's number, as hex: the smallest is the strongest."""
    return hashlib.sha256(f"{seed}\ntie {option}".encode()).hexdigest()
