"""Passages that come close to words that stand nowhere just so: in a live room nobody copies letter by letter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import get_close_matches
from heapq import nlargest
from itertools import chain, islice, pairwise
from operator import itemgetter

from bookcub.core.text.passages.flat_text import keys_of
from bookcub.meetings.queries.openable import WORDS, Openable
from bookcub.meetings.queries.opened_passages import SEARCHED, SENTENCE, until_enough
from bookcub.works.models import Chapter

MOST = 3
MOST_ASKED = 12  # words that are looked for
LIKE_ENOUGH = 0.5  # how much of what was asked a sentence has to have
MOST_TOGETHER = 1.1  # by how much more it counts where all of that follows each other
SPELLINGS, SAME_WORD = 3, 0.75
LOOKED_THROUGH = 800_000  # characters of markup
MOST_SENTENCES = (
    20_000  # of paragraphs that have enough of the words; all of a long book has about as many
)
LONGEST_WORD = 40  # letters; whatever is longer is known by its very letters only
COMPARED = 200  # words, with one that is looked for; those with most pairs of letters in common

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NearPassages:
    """The passages that come closest, and what stands nowhere at all, not even nearly."""

    passages: tuple[Openable, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A paragraph, or a sentence of one."""

    chapter: Chapter
    block_id: str
    text: str
    words: tuple[str, ...]


def near_passages(chapters: Sequence[Chapter], *, words: str) -> NearPassages:
    """The sentences with the most of these words, or of words that are spelt alike, in the last of these chapters.

    One query. What is looked through ends with LOOKED_THROUGH, only paragraphs that have enough of the words are divided
    into their sentences, and each word is compared letter by letter with few.
    """
    ids = [chapter.pk for chapter in chapters]
    texts = Chapter.objects.filter(pk__in=ids).select_related("work").order_by("-position")
    paragraphs = list(_paragraphs(until_enough(texts[:SEARCHED], most=LOOKED_THROUGH)))
    asked = list(dict.fromkeys(_words(words)))[:MOST_ASKED]
    alike = _spelt_alike(asked, set(chain.from_iterable(each.words for each in paragraphs)))
    touched = (each for each in paragraphs if _most_share(alike, each) >= LIKE_ENOUGH)
    shares = ((_share(alike, each), each) for each in islice(_sentences(touched), MOST_SENTENCES))
    # Of those that have as much the one that is read first.
    near = nlargest(MOST, (each for each in shares if each[0] >= LIKE_ENOUGH), key=itemgetter(0))
    return NearPassages(
        passages=tuple(
            Openable(each.chapter.position, each.chapter.pk, each.block_id, each.text[:WORDS])
            for _, each in near
        ),
        missing=tuple(word for word in asked if not alike[word]),
    )


def _paragraphs(chapters: Iterable[Chapter]) -> Iterator[_Stretch]:
    for chapter in chapters:
        for block in chapter.blocks:
            text = block.text.replace("\n", " ")
            yield _Stretch(chapter, block.id, text, _words(text))


def _sentences(paragraphs: Iterable[_Stretch]) -> Iterator[_Stretch]:
    for whole in paragraphs:
        for found in SENTENCE.finditer(whole.text):
            text = found[0].strip()
            yield _Stretch(whole.chapter, whole.block_id, text, _words(text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(key for key in keys_of(text) if key[:1].isalnum())


def _spelt_alike(asked: Sequence[str], stands: Set[str]) -> dict[str, set[str]]:
    """For each word that is asked for itself, where it stands, else the few that are spelt nearly so."""
    alike = {word: {word} & stands for word in asked}
    unknown = [word for word in asked if word not in stands and len(word) <= LONGEST_WORD]
    by_pair: defaultdict[Pair, list[str]] = defaultdict(list)
    for word in stands if unknown else ():
        if len(word) <= LONGEST_WORD:
            for pair in _pairs(word):
                by_pair[pair].append(word)
    for word in unknown:
        alike[word] = set(get_close_matches(word, _likely(word, by_pair), SPELLINGS, SAME_WORD))
    return alike


def _likely(word: str, by_pair: Mapping[Pair, Sequence[str]]) -> list[str]:
    """The words that are worth a comparison letter by letter."""
    shared = Counter(chain.from_iterable(by_pair.get(pair, ()) for pair in _pairs(word)))
    return nlargest(
        COMPARED, shared, key=lambda other: (shared[other] / (len(word) + len(other)), other)
    )


def _pairs(word: str) -> set[Pair]:
    """The pairs of letters that follow each other, with where it begins and ends."""
    return set(pairwise(f" {word} "))


def _most_share(alike: dict[str, set[str]], stretch: _Stretch) -> float:
    """What any part of a stretch may have at most."""
    return _has(alike, stretch) * MOST_TOGETHER


def _share(alike: dict[str, set[str]], sentence: _Stretch) -> float:
    """How much of what was asked a sentence has, longer words more; a little more where they follow each other."""
    share = _has(alike, sentence)
    if share * MOST_TOGETHER < LIKE_ENOUGH:
        return share
    follow = set(pairwise(sentence.words))
    together = sum(
        any((one, other) in follow for one in alike[before] for other in alike[after])
        for before, after in pairwise(alike)
    )
    return share * (1 + (MOST_TOGETHER - 1) * together / len(alike))


def _has(alike: dict[str, set[str]], stretch: _Stretch) -> float:
    total = sum(map(len, alike)) or 1
    return sum(len(word) for word in alike if not alike[word].isdisjoint(stretch.words)) / total
