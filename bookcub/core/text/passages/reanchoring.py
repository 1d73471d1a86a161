"""Re-anchor passages of an old text in the new one that replaces it.

Whoever sees only the new page can but look for similar words, and may settle on a look-alike. Here
both texts are known: every word of the new one continues at most one of the old, so words that
belong to another sentence are never taken for these. Where that is not certain, the passage is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bookcub.core.text.blocks import Block
from bookcub.core.text.passages.ambiguity import Ambiguity
from bookcub.core.text.passages.candidates import Candidate, Candidates
from bookcub.core.text.passages.flat_text import FlatText
from bookcub.core.text.passages.quotations import (
    AROUND,
    Quotation,
    located,
    place_at,
    quotation_at,
    surroundings_alike,
)
from bookcub.core.text.passages.word_mapping import MOVED_WEIGHT, WordMapping

#: How much of a passage has to be left (0 to 1): where its neighbours are, and elsewhere.
LEAST_IN_PLACE, LEAST_MOVED = 0.5, 0.9
#: The same for a sentence whose neighbours on both sides are still its neighbours.
LEAST_BOUNDED = 0.35
#: And for few words, of so little weight.
LEAST_OF_FEW, FEW = 0.7, 24
#: How much of what stands around a few words has to have gone with them.
LEAST_AROUND = 0.5

_SENTENCE_ENDS = frozenset(".!?\u2026\u3002\uff01\uff1f\"')]\u300d")


class Outcome(StrEnum):
    """What became of a passage."""

    EXACT = "exact"  # the same words among the same neighbours
    MOVED = "moved"  # the same words elsewhere
    EDITED = "edited"  # recognisable, in other words
    ORPHAN = "orphan"  # gone, or not certain


@dataclass(frozen=True, slots=True)
class Reanchored:
    """Where a passage is now (an orphan keeps its old words and place), and how sure that is, 0 to 1."""

    quotation: Quotation
    outcome: Outcome
    score: float


def reanchor(
    old_blocks: Sequence[Block],
    new_blocks: Sequence[Block],
    passages: Sequence[Quotation],
    orphans: Sequence[Quotation] = (),
) -> list[Reanchored]:
    """What becomes of each passage of the old text in the new one, in the order given; then of each orphan.

    The blocks carry ids, the new ones as :func:`~bookcub.core.text.with_block_ids` carries them
    over. An orphan, or a passage whose words are not where it says, comes back only if its very
    words are written anew among their old neighbours.
    """
    reanchoring = Reanchoring(FlatText(old_blocks), FlatText(new_blocks))
    return [*map(reanchoring.one, passages), *map(reanchoring.come_back, orphans)]


class Reanchoring:
    """An old text, the new one, and the passages that go from one to the other."""

    def __init__(self, old: FlatText, new: FlatText) -> None:
        self.old, self.new = old, new

    def one(self, quotation: Quotation) -> Reanchored:
        """What becomes of one passage."""
        start = place_at(self.old, quotation)
        if start is None:
            return self.come_back(quotation)
        end = start + len(quotation.exact)
        candidate = self._candidates.of(start, end)
        if candidate is None or not self._is_certain(start, end, candidate):
            return Reanchored(quotation, Outcome.ORPHAN, 0.0)
        found = quotation_at(self.new, candidate.start, candidate.end)
        return Reanchored(
            found, self._outcome(quotation, found, candidate), round(candidate.score, 3)
        )

    def come_back(self, orphan: Quotation) -> Reanchored:
        """An orphan's words, if they are written anew among their old neighbours."""
        where = located(self.new, orphan)
        if where is None:
            return Reanchored(orphan, Outcome.ORPHAN, 0.0)
        start, end = where
        old_of = self.mapping.old_of
        is_new = all(old_of[j] < 0 for j in self.new.pieces.between(start, end))
        alike = surroundings_alike(orphan.prefix, orphan.suffix, self.new.text, start, end)
        if not is_new or alike < LEAST_AROUND:
            return Reanchored(orphan, Outcome.ORPHAN, 0.0)
        return Reanchored(quotation_at(self.new, start, end), Outcome.EXACT, round(alike, 3))

    @cached_property
    def mapping(self) -> WordMapping:
        return WordMapping(self.old, self.new)

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates(self.old, self.new, self.mapping)

    @cached_property
    def _ambiguity(self) -> Ambiguity:
        return Ambiguity(self.old, self.new, self.mapping)

    def _outcome(self, quotation: Quotation, found: Quotation, candidate: Candidate) -> Outcome:
        if quotation.exact.split() != found.exact.split():
            return Outcome.EDITED
        return Outcome.EXACT if candidate.in_order else Outcome.MOVED

    def _is_certain(self, start: int, end: int, candidate: Candidate) -> bool:
        if candidate.score < self._least(start, end, candidate):
            return False
        if (
            candidate.end <= candidate.start
            or not self.new.text[candidate.start : candidate.end].strip()
        ):
            return False
        if not self._neighbours_agree(start, end, candidate):
            return False
        if candidate.score < 1 and self._is_half_of_another(start, end, candidate):
            return False
        return not self._ambiguity.is_between((start, end), (candidate.start, candidate.end))

    def _least(self, start: int, end: int, candidate: Candidate) -> float:
        if not candidate.in_order:
            return LEAST_MOVED
        if self._candidates.weight(self.mapping.old.between(start, end)) < FEW:
            return LEAST_OF_FEW
        return LEAST_BOUNDED if candidate.is_bounded else LEAST_IN_PLACE

    def _neighbours_agree(self, start: int, end: int, candidate: Candidate) -> bool:
        """Whether what stood around a passage of few words has gone the same way."""
        mapping = self.mapping
        pieces = mapping.old.between(start, end)
        if self._candidates.weight(pieces) >= AROUND:
            return True
        if not candidate.in_order:
            return self._moved_along(pieces) >= MOVED_WEIGHT
        news = mapping.new.between(candidate.start, candidate.end)
        if (
            self._candidates.weight(pieces) < FEW
            and candidate.score < 1
            and not candidate.is_bounded
        ):
            return False
        return all(self._went_along(pieces, news, reach) >= LEAST_AROUND for reach in (2, 8))

    def _went_along(self, pieces: range, news: range, reach: int) -> float:
        """How much of the words around a passage stands around its candidate."""
        new_of = self.mapping.new_of
        around = range(max(0, pieces.start - reach), min(len(new_of), pieces.stop + reach))
        near = range(news.start - 2 * reach, news.stop + 2 * reach)
        return self._candidates.weight(
            [i for i in around if new_of[i] in near]
        ) / self._candidates.weight(around)

    def _moved_along(self, pieces: range) -> int:
        """How much went elsewhere in one run with these words."""
        new_of, first, last = self.mapping.new_of, pieces.start, pieces.stop - 1
        while first > 0 and new_of[first] >= 0 and new_of[first - 1] == new_of[first] - 1:
            first -= 1
        while last + 1 < len(new_of) and new_of[last] >= 0 and new_of[last + 1] == new_of[last] + 1:
            last += 1
        return sum(self.mapping.old.weights[first : last + 1])

    def _is_half_of_another(self, start: int, end: int, candidate: Candidate) -> bool:
        """Whether the sentence goes on, or began, with words that belong to another one.

        Where one of two that look alike is deleted, the other's halves may seem to be of both.
        """
        mapping = self.mapping
        pieces, news = (
            mapping.old.between(start, end),
            mapping.new.between(candidate.start, candidate.end),
        )
        if mapping.new_of[pieces[-1]] < 0 and news.stop < len(mapping.new):
            after = mapping.old_of[news.stop]
            if after > 0 and after != pieces.stop and self._belongs_together(after - 1):
                return True
        if mapping.new_of[pieces[0]] < 0 and news.start > 0:
            before = mapping.old_of[news.start - 1]
            return before >= 0 and before + 1 != pieces.start and self._belongs_together(before)
        return False

    def _belongs_together(self, i: int) -> bool:
        """Whether an old piece and the next stand in one sentence."""
        pieces = self.mapping.old
        if i + 1 >= len(pieces) or pieces.keys[i] in _SENTENCE_ENDS:
            return False
        return "\n" not in self.old.text[pieces.ends[i] : pieces.starts[i + 1]]
