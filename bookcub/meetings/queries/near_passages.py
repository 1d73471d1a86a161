"""Passages that come close to words that stand nowhere just so: in a live room nobody copies letter by letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from bookcub.core.text.passages.flat_text import Pieces
from bookcub.meetings.queries.openable import WORDS, Openable
from bookcub.meetings.queries.opened_passages import SEARCHED, SENTENCE
from bookcub.works.models import Chapter

MOST = 3
MOST_ASKED = 12  # words that are looked for
LIKE_ENOUGH = 0.5  # how much of what was asked a sentence has to have
SPELLINGS, SAME_WORD = 3, 0.75


@dataclass(frozen=True, slots=True)
class NearPassages:
    """The passages that come closest, and what stands nowhere at all, not even nearly."""

    passages: tuple[Openable, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    chapter: Chapter
    block_id: str
    text: str
    words: tuple[str, ...]


def near_passages(chapters: Sequence[Chapter], *, words: str) -> NearPassages:
    """The sentences with the most of these words, or of words that are spelt alike, in the last of these chapters.

    One query, and a look through at most SEARCHED texts.
    """
    ids = [chapter.pk for chapter in chapters]
    texts = Chapter.objects.filter(pk__in=ids).select_related("work").order_by("-position")
    sentences = list(_sentences(texts[:SEARCHED]))
    stands = {word for sentence in sentences for word in sentence.words}
    asked = list(dict.fromkeys(_words(words)))[:MOST_ASKED]
    alike = {
        word: {word}
        if word in stands
        else set(get_close_matches(word, stands, SPELLINGS, SAME_WORD))
        for word in asked
    }
    ranked = sorted(
        ((_share(alike, each), number) for number, each in enumerate(sentences)),
        key=lambda found: (-found[0], found[1]),
    )
    near = [sentences[number] for share, number in ranked[:MOST] if share >= LIKE_ENOUGH]
    return NearPassages(
        passages=tuple(
            Openable(each.chapter.position, each.chapter.pk, each.block_id, each.text[:WORDS])
            for each in near
        ),
        missing=tuple(word for word in asked if not alike[word]),
    )


def _sentences(chapters: Iterable[Chapter]) -> Iterator[_Sentence]:
    for chapter in chapters:
        for block in chapter.blocks:
            for found in SENTENCE.finditer(block.text.replace("\n", " ")):
                text = found[0].strip()
                if words := tuple(_words(text)):
                    yield _Sentence(chapter, block.id, text, words)


def _words(text: str) -> Iterator[str]:
    return (key for key in Pieces(text).keys if key[:1].isalnum())


def _share(alike: dict[str, set[str]], sentence: _Sentence) -> float:
    """How much of what was asked a sentence has, longer words more; a little more where they follow each other."""
    there = set(sentence.words)
    has = {word: bool(spellings & there) for word, spellings in alike.items()}
    total = sum(map(len, alike)) or 1
    share = sum(len(word) for word in alike if has[word]) / total
    if not share:
        return 0
    follow = set(pairwise(sentence.words))
    together = sum(
        any((one, other) in follow for one in alike[before] for other in alike[after])
        for before, after in pairwise(alike)
    )
    return share * (1 + together / (10 * len(alike)))
