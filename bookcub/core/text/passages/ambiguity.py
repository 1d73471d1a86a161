"""Whether words that seem to have stayed may as well be somebody else's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from bookcub.core.text.passages.flat_text import FlatText, Pieces
from bookcub.core.text.passages.quotations import occurrences
from bookcub.core.text.passages.word_mapping import WordMapping

#: By how much a passage has to be more like its candidate than another sentence that lost its place.
MARGIN = 0.1

# A run of stops is looked at once, from its beginning and as a whole: else a thousand dots take a million steps.
_SENTENCE = re.compile(
    r"[^\n]*?(?:(?<![.!?\u2026])[.!?\u2026]++[\"'\u2019\u201d)\]]*+(?=\s)|[\u3002\uff01\uff1f]+[\u300d\u300f]?|(?=\n)|\Z)"
)
#: How far around a passage two places are compared, in code points; sentences that are repeated may be long.
REACH = 400
#: By how many code points of agreement around it a place is clearly the one.
CLEARLY = 16
#: So many code points on one side may agree by chance.
SLACK = 8

_SPACE = re.compile(r"\s")
_COMMON = 50  # sentences; a word in more of them points at none
_ASKED = 8
# A sentence has kept its place if so much of it has.
_AT_HOME = 0.5

Stretch = tuple[int, int]


class Ambiguity:
    """Finds what else may claim a passage's candidate, and where else the passage may be."""

    def __init__(self, old: FlatText, new: FlatText, mapping: WordMapping) -> None:
        self.old, self.new, self.mapping = old, new, mapping

    def is_between(self, passage: Stretch, candidate: Stretch) -> bool:
        """Whether the candidate may as well be another sentence's, or the passage elsewhere."""
        exact, found = self.old.text[slice(*passage)], self.new.text[slice(*candidate)]
        own = self._around(passage, candidate)
        if any(_is_as_good(own, other) for other in self._others(exact, passage, candidate, own)):
            return True
        return exact.split() != found.split() and self._is_claimed(passage, exact, found)

    def _others(
        self, exact: str, passage: Stretch, candidate: Stretch, own: tuple[int, int]
    ) -> Iterator[tuple[int, int]]:
        """How well the candidate fits other places of these words, and the passage others of the new text.

        Other places that are clearly at home where they went, or came from, claim nothing.
        """
        # Where all around is as it was, only what lost its place can be in question.
        settled, size = own == (REACH, REACH), len(exact)
        for at in occurrences(self.old.text, exact):
            home = self._home(at, size)
            if at != passage[0] and not (home and settled):
                claim = self._around((at, at + size), candidate)
                if home is None or _is_as_good(self._around((at, at + size), home), claim):
                    yield claim
        for at in occurrences(self.new.text, exact):
            origin = self._origin(at, size)
            if at != candidate[0] and not (origin and settled):
                claim = self._around(passage, (at, at + size))
                if origin is None or _is_as_good(self._around(origin, (at, at + size)), claim):
                    yield claim

    def _around(self, passage: Stretch, candidate: Stretch) -> tuple[int, int]:
        """How many code points before and after the two agree, counted from them outwards."""
        old, new = self._spaced
        before = _agree(
            old[max(0, passage[0] - REACH) : passage[0]][::-1],
            new[max(0, candidate[0] - REACH) : candidate[0]][::-1],
        )
        after = _agree(
            old[passage[1] : passage[1] + REACH], new[candidate[1] : candidate[1] + REACH]
        )
        return before, after

    @cached_property
    def _spaced(self) -> tuple[str, str]:
        """Both texts with a space for every kind of space."""
        return _SPACE.sub(" ", self.old.text), _SPACE.sub(" ", self.new.text)

    def _home(self, at: int, size: int) -> Stretch | None:
        """Where words of the old text went whole and together."""
        pieces = self.mapping.old.between(at, at + size)
        if not pieces or _is_broken(self._old_breaks, pieces):
            return None
        shift = (
            self.mapping.new.starts[self.mapping.new_of[pieces[0]]]
            - self.mapping.old.starts[pieces[0]]
        )
        return at + shift, at + shift + size

    def _origin(self, at: int, size: int) -> Stretch | None:
        """Where words of the new text came from, whole and together."""
        pieces = self.mapping.new.between(at, at + size)
        if not pieces or _is_broken(self._new_breaks, pieces):
            return None
        old_index = self.mapping.old_of[pieces[0]]
        shift = self.mapping.old.starts[old_index] - self.mapping.new.starts[pieces[0]]
        return at + shift, at + shift + size

    @cached_property
    def _old_breaks(self) -> Breaks:
        return _breaks(self.mapping.new_of)

    @cached_property
    def _new_breaks(self) -> Breaks:
        return _breaks(self.mapping.old_of)

    def _is_claimed(self, passage: Stretch, exact: str, found: str) -> bool:
        """Whether a sentence that lost its place is nearly as much like the candidate as the passage is."""
        bag = bag_of(found)
        least = bags_alike(bag_of(exact), bag) - MARGIN
        start, end = passage
        return any(
            bags_alike(self._homeless[at], bag) >= least
            for at in self._sharing(bag)
            if not (at[0] < end and start < at[1])
        )

    @cached_property
    def _homeless(self) -> Mapping[Stretch, Counter[str]]:
        """The sentences of the old text that have not stayed together anywhere."""
        new_of, homeless = self.mapping.new_of, {}
        for found in _SENTENCE.finditer(self.old.text):
            pieces = self.mapping.old.between(*found.span())
            stayed = sum(1 for i in pieces if new_of[i] >= 0)
            if stayed < _AT_HOME * len(pieces):
                homeless[found.span()] = bag_of(found.group())
        return homeless

    @cached_property
    def _homeless_by_word(self) -> Mapping[str, Sequence[Stretch]]:
        index: defaultdict[str, list[Stretch]] = defaultdict(list)
        for at, bag in self._homeless.items():
            for word in bag:
                index[word].append(at)
        return index

    def _sharing(self, bag: Counter[str]) -> list[Stretch]:
        """The few homeless sentences that have most in common with a bag of words."""
        votes: Counter[Stretch] = Counter()
        for word in bag:
            places = self._homeless_by_word.get(word, ())
            if len(places) <= _COMMON:
                votes.update(places)
        return [at for at, _ in votes.most_common(_ASKED)]


def _is_as_good(own: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether one agreement with what stands around is not clearly better than another, on both sides."""
    if sum(own) - sum(other) < CLEARLY:
        return True
    return other[0] > own[0] + SLACK or other[1] > own[1] + SLACK


def _agree(one: str, other: str) -> int:
    """How far two texts begin alike, up to `REACH`; two that end alike agree to the end."""
    if one == other:
        return REACH
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


Breaks = tuple[Sequence[int], Sequence[int]]


def _breaks(counterparts: Sequence[int]) -> Breaks:
    """Up to each piece, how many have become none, and how many do not follow the one before."""
    none = [0, *accumulate(int(new_index < 0) for new_index in counterparts)]
    jumps = [0, 0, *accumulate(int(b != a + 1) for a, b in pairwise(counterparts))]
    return none, jumps


def _is_broken(breaks: Breaks, pieces: range) -> bool:
    """Whether a stretch of pieces did not go over whole and together."""
    none, jumps = breaks
    return none[pieces.stop] > none[pieces.start] or jumps[pieces.stop] > jumps[pieces.start + 1]


def bag_of(text: str) -> Counter[str]:
    """The words of a text and the pairs of words that follow each other, with their numbers."""
    words = Pieces(text).keys
    bag = Counter(words)
    bag.update(f"{a} {b}" for a, b in pairwise(words))
    return bag


def bags_alike(one: Counter[str], other: Counter[str]) -> float:
    """How much two bags have in common: 0 nothing, 1 all."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
