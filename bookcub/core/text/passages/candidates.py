"""Which stretch of a new text the words of a passage have become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bookcub.core.text.passages.flat_text import FlatText
from bookcub.core.text.passages.word_mapping import WordMapping

#: How much of what is shown has to be of the passage.
LEAST_DENSE = 0.6
#: Words of less weight may have met others by chance.
CHANCE = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of the new text that may be a passage's, with how much of it is in it."""

    start: int
    end: int
    score: float
    density: float  # how much of the stretch is of the passage
    in_order: bool
    is_bounded: bool  # the passage's neighbours on both sides are the stretch's


class Candidates:
    """Finds the candidates of passages, however much of them is left."""

    def __init__(self, old: FlatText, new: FlatText, mapping: WordMapping) -> None:
        self.old, self.new, self.mapping = old, new, mapping

    def of(self, start: int, end: int) -> Candidate | None:
        """The stretch of the new text that most of the passage's words have become."""
        pieces = self.mapping.old.between(start, end)
        kept = [i for i in pieces if self.mapping.new_of[i] >= 0]
        if not kept:
            return None
        parts = self._parts(kept)
        candidate = self._candidate_of(start, end, self._joined(parts, reach=2 * len(pieces) + 8))
        if candidate.density >= LEAST_DENSE:
            return candidate
        # Too much was put in between: where most of it is.
        return self._candidate_of(start, end, max(parts, key=self.weight))

    def _candidate_of(self, start: int, end: int, kept: Sequence[int]) -> Candidate:
        mapping = self.mapping
        pieces = mapping.old.between(start, end)
        first, last = self._with_replaced(pieces, kept)
        stayed = sum(mapping.old.weights[i] * mapping.mended.get(i, 1.0) for i in kept)
        now = sum(mapping.new.weights[first : last + 1])
        new_start, new_end = self._borders(start, end, first, last)
        return Candidate(
            new_start,
            new_end,
            score=2 * stayed / (self.weight(pieces) + now),
            density=stayed / now,
            in_order=sum(mapping.in_order[i] for i in kept) * 2 > len(kept),
            is_bounded=self._is_bounded(pieces, first, last),
        )

    def weight(self, pieces: Sequence[int]) -> int:
        return sum(self.mapping.old.weights[i] for i in pieces)

    def _is_bounded(self, pieces: range, first: int, last: int) -> bool:
        """Whether the candidate fills the place between the passage's two neighbours."""
        new_of = self.mapping.new_of
        before = new_of[pieces.start - 1] if pieces.start else -1
        after = new_of[pieces.stop] if pieces.stop < len(new_of) else len(self.mapping.new)
        return before + 1 == first and after - 1 == last

    def _parts(self, kept: Sequence[int]) -> list[list[int]]:
        """The words that stayed, parted where they did not stay together."""
        new_of = self.mapping.new_of
        parts = [[kept[0]]]
        for i, following in pairwise(kept):
            if not 0 < new_of[following] - new_of[i] <= 2 * (following - i) + 2:
                parts.append([])
            parts[-1].append(following)
        return parts

    def _joined(self, parts: Sequence[list[int]], reach: int) -> list[int]:
        """The weightiest row of parts in order; what met by chance is no part.

        What was put between two parts, or taken out to stand elsewhere, does not part them.
        """
        new_of = self.mapping.new_of
        rows: list[list[int]] = []
        for part in parts:
            if self.weight(part) < CHANCE and len(parts) > 1:
                continue
            for row in rows:
                if 0 < new_of[part[0]] - new_of[row[-1]] <= reach:
                    row.extend(part)
                    break
            else:
                rows.append(list(part))
        return max(rows or parts, key=self.weight)

    def _with_replaced(self, pieces: range, kept: Sequence[int]) -> tuple[int, int]:
        """The new pieces from first to last, with what was put for lost words at either end."""
        new_of = self.mapping.new_of
        first, last = new_of[kept[0]], new_of[kept[-1]]
        if kept[0] > pieces.start > 0 and 0 <= (before := new_of[pieces.start - 1]) < first:
            first = self._reached(first, before + 1, kept[0] - pieces.start)
        lead, tail = kept[0] - 1, kept[-1] + 1
        while lead >= pieces.start and self._is_same_character(lead, first - 1):
            lead, first = lead - 1, first - 1
        while tail < pieces.stop and self._is_same_character(tail, last + 1):
            tail, last = tail + 1, last + 1
        if kept[-1] + 1 < pieces.stop < len(new_of) and new_of[pieces.stop] > last:
            last = self._reached(last, new_of[pieces.stop] - 1, pieces.stop - kept[-1] - 1)
        return first, last

    def _is_same_character(self, i: int, j: int) -> bool:
        """Whether two pieces are the same quotation mark, stop or other character."""
        old, new = self.mapping.old, self.mapping.new
        return 0 <= j < len(new) and old.weights[i] == 1 and old.keys[i] == new.keys[j]

    def _reached(self, here: int, there: int, lost: int) -> int:
        """``there``, if what lies between is new and no more than may stand for the lost words."""
        between = range(there, here) if there < here else range(here + 1, there + 1)
        is_new = all(self.mapping.old_of[j] < 0 for j in between)
        return there if is_new and len(between) <= 2 * lost + 2 else here

    def _borders(self, start: int, end: int, first: int, last: int) -> tuple[int, int]:
        """The stretch from one new piece to another, cut within them as the passage cuts its own."""
        old, new = self.mapping.old, self.mapping.new
        pieces = old.between(start, end)
        new_start, new_end = new.starts[first], new.ends[last]
        if self.mapping.old_of[first] == pieces.start:
            own = self.old.text[old.starts[pieces.start] : old.ends[pieces.start]]
            cut = start - old.starts[pieces.start]
            if cut < 0:
                spaces = self.old.text[start : old.starts[pieces.start]]
                new_start -= len(spaces) if self.new.text[:new_start].endswith(spaces) else 0
            else:
                new_start += _cut_alike(own, self.new.text[new_start : new.ends[first]], cut)
        if self.mapping.old_of[last] == pieces[-1]:
            own = self.old.text[old.starts[pieces[-1]] : old.ends[pieces[-1]]]
            cut = end - old.starts[pieces[-1]]
            if cut > len(own):
                spaces = self.old.text[old.ends[pieces[-1]] : end]
                new_end += len(spaces) if self.new.text.startswith(spaces, new_end) else 0
            elif cut < len(own):
                mine = self.new.text[new.starts[last] : new_end]
                new_end = new.starts[last] + (_cut_alike(own, mine, cut) or len(mine))
        return new_start, new_end


def _cut_alike(old: str, new: str, cut: int) -> int:
    """Where a word is cut that was cut so in its old spelling; 0 where that cannot be told."""
    if old[:cut] == new[:cut]:
        return cut
    rest = len(old) - cut
    return len(new) - rest if old[cut:] == new[len(new) - rest :] and rest < len(new) else 0
