"""How alike two blocks of text are, and which pairs are worth asking about."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from bookcub.core.text.counting import ONE_EACH

_WORDS = re.compile(rf"[{ONE_EACH}]|[^\W{ONE_EACH}](?:[^\W{ONE_EACH}]|['\u2019])*+")
_SHORT = 48
_RARE = 12
_CANDIDATES = 6


class Similarity:
    """Compares texts of an old and a new list by index; each text is read once."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._texts = (old, new)
        self._bags: tuple[dict[int, Counter[str]], dict[int, Counter[str]]] = ({}, {})

    def bag(self, side: int, index: int) -> Counter[str]:
        """The words and pairs of neighbouring words of a text, with their numbers."""
        bags = self._bags[side]
        if index not in bags:
            words = _WORDS.findall(self._texts[side][index].casefold())
            bag = Counter(words)
            bag.update(f"{a} {b}" for a, b in pairwise(words))
            bags[index] = bag
        return bags[index]

    def of(self, i: int, j: int) -> float:
        """The similarity of old text ``i`` and new text ``j``: 0 nothing in common, 1 the same."""
        old, new = self._texts[0][i], self._texts[1][j]
        if len(old) <= _SHORT and len(new) <= _SHORT:
            # Any two short texts have letters in common: a third of them says nothing.
            ratio = SequenceMatcher(None, old, new, autojunk=False).ratio()
            return max(0.0, ratio * 1.5 - 0.5)
        a, b = self.bag(0, i), self.bag(1, j)
        total = a.total() + b.total()
        return 2 * _shared(a, b) / total if total else 0.0

    def is_split(self, i: int, parts: tuple[int, int]) -> bool:
        """Whether two new texts are different parts of old text ``i``."""
        whole = self.bag(0, i)
        first, second = (self.bag(1, part) for part in parts)
        return _are_parts(whole, first, second)

    def is_merge(self, parts: tuple[int, int], j: int) -> bool:
        """Whether two old texts are different parts of new text ``j``."""
        whole = self.bag(1, j)
        first, second = (self.bag(0, part) for part in parts)
        return _are_parts(whole, first, second)

    def likely_pairs(self, old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
        """Pairs that share rare words, a few for each new text."""
        index: defaultdict[str, list[int]] = defaultdict(list)
        for i in old:
            for word in self.bag(0, i):
                index[word].append(i)
        pairs: list[tuple[int, int]] = []
        for j in new:
            votes: Counter[int] = Counter()
            for word in self.bag(1, j):
                places = index.get(word, ())
                if 0 < len(places) <= _RARE:
                    votes.update(places)
            pairs.extend((i, j) for i, _ in votes.most_common(_CANDIDATES))
        return pairs


def _shared(a: Counter[str], b: Counter[str]) -> int:
    if len(a) > len(b):
        a, b = b, a
    return sum(min(count, b[word]) for word, count in a.items() if word in b)


def _are_parts(whole: Counter[str], first: Counter[str], second: Counter[str]) -> bool:
    both = first + second
    covered = _shared(whole, both)
    apart = _shared(whole, first) + _shared(whole, second)
    # Copies of the same words cover them once and claim them twice.
    return apart <= covered * 1.2
