"""Which block of a new text continues which block of the old one.

First the blocks that did not change, wherever they went (as in patience difference: texts that
are unique on both sides are certain, repeated ones follow their neighbours); then, for what is
left, likeness: within the gaps between certain pairs in order, and at last anywhere.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bookcub.core.text.likeness import Likeness

#: The least likeness (0 to 1) of two blocks that are taken for one, in a gap and anywhere.
IN_PLACE, ELSEWHERE = 0.4, 0.6

#: By how much a pair has to be likelier than the next best that claims the same words.
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
    likeness = Likeness(old, new)
    for old_gap, new_gap in pairs.gaps():
        _match_alike(pairs, likeness, old_gap, new_gap, IN_PLACE)
    _match_alike(pairs, likeness, pairs.free_old(), pairs.free_new(), ELSEWHERE)
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
    run: list[tuple[int, int]] = []
    at = tail_at[-1] if tail_at else -1
    while at >= 0:
        old_index = partner[at]
        assert old_index is not None
        run.append((old_index, at))
        at = previous[at]
    return run[::-1]


def _match_alike(
    pairs: _Pairs, likeness: Likeness, old_gap: list[int], new_gap: list[int], least: float
) -> None:
    """Join the likeliest pairs first, each only if nothing else has nearly as good a claim."""
    if not old_gap or not new_gap:
        return
    if len(old_gap) * len(new_gap) <= _ALL_PAIRS:
        candidates = [(i, j) for i in old_gap for j in new_gap]
    else:
        candidates = likeness.candidates(old_gap, new_gap)
    old_order = {index: place for place, index in enumerate(old_gap)}
    new_order = {index: place for place, index in enumerate(new_gap)}
    shift = len(new_gap) / len(old_gap)
    scored = []
    for i, j in candidates:
        score = likeness.of(i, j)
        if score >= least:
            scored.append((score, -abs(old_order[i] * shift - new_order[j]), -j, -i))
    scored.sort(reverse=True)
    rivals: defaultdict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
    for score, _, minus_j, minus_i in scored:
        rivals["old", -minus_i].append((score, -minus_j))
        rivals["new", -minus_j].append((score, -minus_i))
    for score, _, minus_j, minus_i in scored:
        i, j = -minus_i, -minus_j
        if pairs.taken[i] is not None or pairs.partner[j] is not None:
            continue
        if _is_doubtful(pairs, likeness, i, j, score, rivals):
            continue
        pairs.join(i, j)


def _is_doubtful(
    pairs: _Pairs,
    likeness: Likeness,
    i: int,
    j: int,
    score: float,
    rivals: dict[tuple[str, int], list[tuple[float, int]]],
) -> bool:
    for rival_score, other in rivals["old", i][:8]:
        if other != j and score - rival_score < MARGIN and pairs.partner[other] is None:
            if _has_better(rivals["new", other], i, rival_score, pairs.taken):
                continue
            if not likeness.is_split(i, (j, other)):
                return True
    for rival_score, other in rivals["new", j][:8]:
        if other != i and score - rival_score < MARGIN and pairs.taken[other] is None:
            if _has_better(rivals["old", other], j, rival_score, pairs.partner):
                continue
            if not likeness.is_merge((i, other), j):
                return True
    return False


def _has_better(
    choices: list[tuple[float, int]],
    this: int,
    score: float,
    taken: Sequence[int | None],
) -> bool:
    """Whether a rival has an untaken choice at least as good as the one in question."""
    return any(
        other != this and choice >= score and taken[other] is None for choice, other in choices[:8]
    )
