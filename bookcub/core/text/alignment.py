"""Which block of a new text continues which block of the old one.

First the blocks that did not change, wherever they went (as in patience difference: texts that
are unique on both sides are certain, repeated ones follow their neighbours); then, for what is
left, similarity: within the gaps between certain pairs in order, and at last anywhere.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bookcub.core.text.similarity import Similarity

#: The least similarity (0 to 1) of two blocks that are taken for one, in a gap and anywhere.
IN_PLACE, ELSEWHERE = 0.4, 0.6

#: By how much a pair has to be more similar than the next best that claims the same words.
MARGIN = 0.05

# Above this many pairs in a gap only blocks that share rare words are compared.
_ALL_PAIRS = 1_000


def align(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each text of ``new`` the index of the text in ``old`` that it continues, or None.

    No index comes twice. Time is near linear in the total length of the texts. Equal texts are
    matched before similar ones, so a similar one never takes an equal one's partner; of a
    paragraph that was split, the part with more words continues it.
    """
    pairs = _Pairs(old, new)
    pairs.match_ends()
    pairs.match_unique()
    pairs.match_repeated()
    similarity = Similarity(old, new)
    for old_gap, new_gap in pairs.gaps():
        _match_alike(pairs, similarity, old_gap, new_gap, IN_PLACE)
    _match_alike(pairs, similarity, pairs.free_old(), pairs.free_new(), ELSEWHERE)
    return pairs.partner


class _Pairs:
    """The partners found so far."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new
        self.partner: list[int | None] = [None] * len(new)
        self.taken: list[int | None] = [None] * len(old)

    def join(self, old_index: int, new_index: int) -> None:
        self.partner[new_index] = old_index
        self.taken[old_index] = new_index

    def can_join(self, old_index: int, new_index: int) -> bool:
        return (
            0 <= old_index < len(self.old)
            and 0 <= new_index < len(self.new)
            and self.taken[old_index] is None
            and self.partner[new_index] is None
            and self.old[old_index] == self.new[new_index]
        )

    def free_old(self) -> list[int]:
        return [index for index, partner in enumerate(self.taken) if partner is None]

    def free_new(self) -> list[int]:
        return [index for index, partner in enumerate(self.partner) if partner is None]

    def match_unique(self) -> None:
        """Pair the texts that stand once on either side."""
        old_places = _places(self.old, range(len(self.old)))
        for text, new_places in _places(self.new, range(len(self.new))).items():
            places = old_places.get(text, ())
            if len(places) == len(new_places) == 1 and self.partner[new_places[0]] is None:
                self.join(places[0], new_places[0])

    def match_ends(self) -> None:
        """Pair what is equal from the beginning on, and from the end backwards."""
        at = 0
        while self.can_join(at, at):
            self.join(at, at)
            at += 1
        old_at, new_at = len(self.old) - 1, len(self.new) - 1
        while self.can_join(old_at, new_at):
            self.join(old_at, new_at)
            old_at, new_at = old_at - 1, new_at - 1

    def match_repeated(self) -> None:
        """Pair repeated texts: beside paired neighbours, then in order in gaps, then anywhere."""
        for step in (1, -1):
            order = range(len(self.new)) if step == 1 else range(len(self.new) - 1, -1, -1)
            for new_index in order:
                old_index = self.partner[new_index]
                if old_index is not None and self.can_join(old_index + step, new_index + step):
                    self.join(old_index + step, new_index + step)
        for old_gap, new_gap in self.gaps():
            self._match_equal(old_gap, new_gap)
        self._match_equal(self.free_old(), self.free_new())

    def _match_equal(self, old_indices: Iterable[int], new_indices: Iterable[int]) -> None:
        places = _places(self.old, old_indices)
        next_place: Counter[str] = Counter()
        for new_index in new_indices:
            text = self.new[new_index]
            if next_place[text] < len(places.get(text, ())):
                self.join(places[text][next_place[text]], new_index)
                next_place[text] += 1

    def gaps(self) -> list[tuple[list[int], list[int]]]:
        """The unpaired indices of both sides between neighbouring pairs that kept their order."""
        spine = [(-1, -1), *rising(self.partner), (len(self.old), len(self.new))]
        gaps = []
        for (old_from, new_from), (old_to, new_to) in pairwise(spine):
            old_gap = [i for i in range(old_from + 1, old_to) if self.taken[i] is None]
            new_gap = [i for i in range(new_from + 1, new_to) if self.partner[i] is None]
            if old_gap and new_gap:
                gaps.append((old_gap, new_gap))
        return gaps


def _places(texts: Sequence[str], indices: Iterable[int]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index in indices:
        places[texts[index]].append(index)
    return places


def rising(partner: Sequence[int | None]) -> list[tuple[int, int]]:
    """The longest run of pairs (old, new) that rises on both sides."""
    tails: list[int] = []
    tail_at: list[int] = []
    previous: dict[int, int] = {}
    for new_index, old_index in enumerate(partner):
        if old_index is None:
            continue
        place = bisect_left(tails, old_index)
        previous[new_index] = tail_at[place - 1] if place else -1
        tails[place : place + 1] = [old_index]
        tail_at[place : place + 1] = [new_index]
    run: list[int] = []
    at = tail_at[-1] if tail_at else -1
    while at >= 0:
        run.append(at)
        at = previous[at]
    # The run was followed backwards from its end.
    return [(old, at) for at in run[::-1] if (old := partner[at]) is not None]


def _match_alike(
    pairs: _Pairs, similarity: Similarity, old_gap: list[int], new_gap: list[int], least: float
) -> None:
    """Join the likeliest pairs first, each only if nothing else has nearly as good a claim."""
    if len(old_gap) * len(new_gap) <= _ALL_PAIRS:
        likely = [(i, j) for i in old_gap for j in new_gap]
    else:
        likely = similarity.likely_pairs(old_gap, new_gap)
    claims = _Claims(pairs, similarity)
    for i, j in likely:
        score = similarity.of(i, j)
        if score >= least:
            claims.add(i, j, score)
    old_order = {index: place for place, index in enumerate(old_gap)}
    new_order = {index: place for place, index in enumerate(new_gap)}
    for i, j in claims.in_order(old_order, new_order):
        if not claims.is_doubtful(i, j):
            pairs.join(i, j)


class _Claims:
    """Pairs of blocks that are alike, and who else claims their blocks."""

    def __init__(self, pairs: _Pairs, similarity: Similarity) -> None:
        self.pairs, self.similarity = pairs, similarity
        self.scores: dict[tuple[int, int], float] = {}
        self.of_old: defaultdict[int, list[int]] = defaultdict(list)
        self.of_new: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, i: int, j: int, score: float) -> None:
        self.scores[i, j] = score
        self.of_old[i].append(j)
        self.of_new[j].append(i)

    def in_order(
        self, old_order: dict[int, int], new_order: dict[int, int]
    ) -> Iterator[tuple[int, int]]:
        """The pairs whose blocks are free when they come up, likeliest and nearest first."""
        stretch = len(new_order) / max(1, len(old_order))

        def rank(pair: tuple[int, int]) -> tuple[float, float, int, int]:
            i, j = pair
            return -self.scores[pair], abs(old_order[i] * stretch - new_order[j]), j, i

        for i, j in sorted(self.scores, key=rank):
            if self.pairs.taken[i] is None and self.pairs.partner[j] is None:
                yield i, j

    def is_doubtful(self, i: int, j: int) -> bool:
        """Whether another free block claims the same words nearly as well."""
        score = self.scores[i, j]
        return any(
            self._is_as_good(i, other, score)
            and not self._has_better_old(i, other)
            and not self.similarity.is_split(i, (j, other))
            for other in self.of_old[i]
            if other != j
        ) or any(
            self._is_as_good(other, j, score)
            and not self._has_better_new(other, j)
            and not self.similarity.is_merge((i, other), j)
            for other in self.of_new[j]
            if other != i
        )

    def _is_as_good(self, i: int, j: int, score: float) -> bool:
        return self._is_free(i, j) and score - self.scores[i, j] < MARGIN

    def _is_free(self, i: int, j: int) -> bool:
        # One of the two is a block of the pair in question, which is free.
        return self.pairs.taken[i] is None and self.pairs.partner[j] is None

    def _has_better_old(self, i: int, j: int) -> bool:
        """Whether new block ``j`` has a free choice at least as good as ``i``."""
        least = self.scores[i, j]
        return any(
            other != i and self.pairs.taken[other] is None and self.scores[other, j] >= least
            for other in self.of_new[j]
        )

    def _has_better_new(self, i: int, j: int) -> bool:
        """Whether old block ``i`` has a free choice at least as good as ``j``."""
        least = self.scores[i, j]
        return any(
            other != j and self.pairs.partner[other] is None and self.scores[i, other] >= least
            for other in self.of_old[i]
        )
