"""Where each word of an old text has gone in the new one.

The blocks that kept their ids are certain; between them words are compared in order, and at last
longer runs that stand elsewhere are found again. Doubtful words have become none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from bookcub.core.text.alignment import rising
from bookcub.core.text.passages.flat_text import FlatText

#: A run of words that went elsewhere counts from so many pieces of so much weight.
MOVED_PIECES, MOVED_WEIGHT = 4, 16
#: How alike two spellings are (0 to 1) that are taken for one word, mended.
MENDED = 0.6

# Two stretches are compared word by word up to this many pairs; beyond, only where words are unique.
_ALL_PAIRS = 40_000
_SHINGLE = 3
# A run of words between changes that is shorter than this may have met by chance.
_WEAK_PIECES, _WEAK_WEIGHT = 3, 12
_MENDABLE = 12
_NOT_MENDED = 0.0


class WordMapping:
    """Which piece of a new text each piece of an old one has become: ``new_of[old] = new``, or -1; ``old_of`` is its inverse."""

    def __init__(self, old: FlatText, new: FlatText) -> None:
        self.old, self.new = old.pieces, new.pieces
        self.new_of = [-1] * len(self.old)
        self.old_of = [-1] * len(self.new)
        #: How alike the two spellings of a piece are that was mended; 1 for all others.
        self.mended: dict[int, float] = {}
        self._certain = bytearray(len(self.old))
        self._blocks(old, new)
        self._gaps()
        self._moves()
        self._gaps()
        self._mend()
        self.in_order = bytearray(len(self.old))
        for old_index, _ in rising(self._partners()):
            self.in_order[old_index] = 1

    def join(self, old_index: int, new_index: int) -> None:
        """Let one piece have become the other, whatever they were before."""
        before, after = self.old_of[new_index], self.new_of[old_index]
        if before >= 0:
            self.new_of[before] = -1
        if after >= 0:
            self.old_of[after] = -1
        self.new_of[old_index] = new_index
        self.old_of[new_index] = old_index

    def _blocks(self, old: FlatText, new: FlatText) -> None:
        """Join the words of blocks with the same id."""
        changed = []
        for block_id, old_number in old.numbers.items():
            new_number = new.numbers.get(block_id)
            if new_number is None:
                continue
            ranges = _range_of(old, old_number), _range_of(new, new_number)
            if old.blocks[old_number].text == new.blocks[new_number].text:
                for pair in zip(*ranges, strict=True):
                    self.join(*pair)
                    self._certain[pair[0]] = 1
            else:
                changed.append(ranges)
        for old_range, new_range in changed:
            self._compare(old_range, new_range)

    def _partners(self) -> list[int | None]:
        return [None if old_index < 0 else old_index for old_index in self.old_of]

    def _gaps(self) -> None:
        """Compare what is left between neighbouring words that kept their order."""
        spine = [*rising(self._partners()), (len(self.old), len(self.new))]
        old_at = new_at = 0
        for old_to, new_to in spine:
            if old_to > old_at and new_to > new_at:
                left = [i for i in range(old_at, old_to) if self.new_of[i] < 0]
                right = [j for j in range(new_at, new_to) if self.old_of[j] < 0]
                self._compare(left, right)
            old_at, new_at = old_to + 1, new_to + 1

    def _compare(self, left: Sequence[int], right: Sequence[int]) -> None:
        """Join what two stretches have in common, in order."""
        before = [self.old.keys[i] for i in left]
        after = [self.new.keys[j] for j in right]
        for a, b, size in common_runs(before, after):
            for step in range(size):
                self.join(left[a + step], right[b + step])

    def _moves(self) -> None:
        """Find runs that stand elsewhere now; they take words back that had met others by chance."""
        free_old = self._unsure_old()
        free_new = bytearray(old_index < 0 or free_old[old_index] for old_index in self.old_of)
        seeds = _seeds(self.old.keys, free_old, self.new.keys, free_new)
        for old_at, new_at in seeds:
            if self.new_of[old_at] == new_at:
                continue
            run = list(self._run(old_at, new_at, free_old, free_new))
            weight = sum(self.old.weights[i] for i, _ in run)
            lost = sum(1 for i, _ in run if self.new_of[i] < 0)
            if len(run) < MOVED_PIECES or weight < MOVED_WEIGHT or lost * 2 < len(run):
                continue
            for pair in run:
                self.join(*pair)
                # Words that have found their run do not leave it for another.
                free_old[pair[0]] = free_new[pair[1]] = 0

    def _run(
        self, old_at: int, new_at: int, free_old: bytearray, free_new: bytearray
    ) -> Iterator[tuple[int, int]]:
        def same(i: int, j: int) -> bool:
            return bool(free_old[i] and free_new[j]) and self.old.keys[i] == self.new.keys[j]

        while old_at and new_at and same(old_at - 1, new_at - 1):
            old_at, new_at = old_at - 1, new_at - 1
        while old_at < len(self.old) and new_at < len(self.new) and same(old_at, new_at):
            yield old_at, new_at
            old_at, new_at = old_at + 1, new_at + 1

    def _unsure_old(self) -> bytearray:
        """The old pieces that have become none, or one that they may have met by chance."""
        unsure = bytearray(new_index < 0 for new_index in self.new_of)
        for start, end in self._runs():
            weight = sum(self.old.weights[start:end])
            if not self._certain[start] and (end - start <= _WEAK_PIECES or weight < _WEAK_WEIGHT):
                unsure[start:end] = b"\x01" * (end - start)
        return unsure

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Stretches of old pieces that have become neighbours again."""
        start = None
        for i, new_index in enumerate(self.new_of):
            follows = i > 0 and new_index >= 0 and self.new_of[i - 1] == new_index - 1
            if start is not None and not follows:
                yield start, i
                start = None
            if new_index >= 0 and start is None:
                start = i
        if start is not None:
            yield start, len(self.new_of)

    def _mend(self) -> None:
        """Join words in small gaps that differ in a few letters only."""
        before = (-1, -1)
        for i, new_index in enumerate([*self.new_of, len(self.new)]):
            if new_index < 0:
                continue
            old_gap, new_gap = range(before[0] + 1, i), range(before[1] + 1, new_index)
            if 0 < len(old_gap) <= _MENDABLE and 0 < len(new_gap) <= _MENDABLE:
                self._mend_gap(old_gap, new_gap)
            before = (i, new_index)

    def _mend_gap(self, old_gap: range, new_gap: range) -> None:
        free = [j for j in new_gap if self.old_of[j] < 0]
        scores = [[_spelt_alike(self.old.keys[i], self.new.keys[j]) for j in free] for i in old_gap]
        at = 0
        for row, i in zip(scores, old_gap, strict=True):
            best = max(range(at, len(free)), key=row.__getitem__, default=None)
            if best is not None and row[best] >= MENDED:
                self.join(i, free[best])
                self.mended[i] = row[best]
                at = best + 1


def _range_of(flat: FlatText, number: int) -> range:
    start = flat.starts[number]
    return flat.pieces.between(start, start + len(flat.blocks[number].text))


def _spelt_alike(one: str, other: str) -> float:
    if not one[0].isalnum() or not other[0].isalnum():
        return _NOT_MENDED
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def common_runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Runs that two lists have in common, as (start in one, start in the other, length); not by their order."""
    todo = [(0, len(before), 0, len(after))]
    while todo:
        a, a_end, b, b_end = todo.pop()
        size = _equal_from(before, a, a_end, after, b, b_end)
        if size:
            yield a, b, size
        a, b = a + size, b + size
        size = _equal_to(before, a, a_end, after, b, b_end)
        if size:
            yield a_end - size, b_end - size, size
        a_end, b_end = a_end - size, b_end - size
        if a == a_end or b == b_end:
            continue
        if (a_end - a) * (b_end - b) <= _ALL_PAIRS:
            matcher = SequenceMatcher(None, before[a:a_end], after[b:b_end], autojunk=False)
            for found in matcher.get_matching_blocks():
                if found.size:
                    yield a + found.a, b + found.b, found.size
        else:
            todo.extend(_between_unique(before, after, (a, a_end, b, b_end)))


def _equal_from(
    before: Sequence[str], a: int, a_end: int, after: Sequence[str], b: int, b_end: int
) -> int:
    size = 0
    while a + size < a_end and b + size < b_end and before[a + size] == after[b + size]:
        size += 1
    return size


def _equal_to(
    before: Sequence[str], a: int, a_end: int, after: Sequence[str], b: int, b_end: int
) -> int:
    size = 0
    while (
        a_end - size > a
        and b_end - size > b
        and before[a_end - size - 1] == after[b_end - size - 1]
    ):
        size += 1
    return size


def _between_unique(
    before: Sequence[str], after: Sequence[str], span: tuple[int, int, int, int]
) -> list[tuple[int, int, int, int]]:
    """The parts of a span from each piece that stands once on either side to the next; none: give it up."""
    a, a_end, b, b_end = span
    once = _once(before, a, a_end)
    partner: list[int | None] = [None] * (b_end - b)
    for key, place in _once(after, b, b_end).items():
        partner[place - b] = once.get(key)
    parts = []
    for old_place, new_place in rising(partner):
        # Each part begins with a pair that is equal, so it grows smaller at once.
        parts.append((a, old_place, b, span[2] + new_place))
        a, b = old_place, span[2] + new_place
    return [*parts, (a, a_end, b, b_end)] if parts else []


def _once(keys: Sequence[str], start: int, end: int) -> dict[str, int]:
    counts = Counter(keys[start:end])
    return {keys[at]: at for at in range(start, end) if counts[keys[at]] == 1}


def _seeds(
    old_keys: Sequence[str], free_old: bytearray, new_keys: Sequence[str], free_new: bytearray
) -> list[tuple[int, int]]:
    """Places of the short runs of free pieces that stand once on either side, in the new order."""
    old_places = _shingles(old_keys, free_old)
    new_places = _shingles(new_keys, free_new)
    return [
        (old_places[shingle][0], places[0])
        for shingle, places in new_places.items()
        if len(places) == 1 and len(old_places.get(shingle, ())) == 1
    ]


def _shingles(keys: Sequence[str], free: bytearray) -> dict[tuple[str, ...], list[int]]:
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    at = free.find(1)
    while at >= 0:
        if all(free[at : at + _SHINGLE]) and at + _SHINGLE <= len(keys):
            places[tuple(keys[at : at + _SHINGLE])].append(at)
        at = free.find(1, at + 1)
    return places
