"""The chapters that a question names: "what did Bo say about chapter 6", "notes on chapters 3 to 5", "im Kapitel sechs".

    chapters_named("What did Bo say about chapter six?")  # 6 to 6; "What did Bo say about ?"

Only as readers count them, from 1: whether there is such a chapter, and who has come to it, is not known here. Nothing here
raises on any text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookcub.core.text.tokens import listed
from bookcub.memory.recall.asked import without, words_of

MOST_DIGITS = 4

# Folded as by :func:`bookcub.memory.recall.stems.fold`.
_CHAPTER = listed(
    "chapter chapters ch kapitel kap chapitre capitulo capitolo hoofdstuk глава главе главы"
)
_TO = listed("to and until through bis und")
_NUMBERS = {
    "one": 1, "eins": 1, "two": 2, "zwei": 2, "three": 3, "drei": 3,
    "four": 4, "vier": 4, "five": 5, "funf": 5, "six": 6, "sechs": 6,
    "seven": 7, "sieben": 7, "eight": 8, "acht": 8, "nine": 9, "neun": 9,
    "ten": 10, "zehn": 10, "eleven": 11, "elf": 11, "twelve": 12, "zwolf": 12,
    "thirteen": 13, "dreizehn": 13, "fourteen": 14, "vierzehn": 14, "fifteen": 15, "funfzehn": 15,
    "sixteen": 16, "sechzehn": 16, "seventeen": 17, "siebzehn": 17, "eighteen": 18, "achtzehn": 18,
    "nineteen": 19, "neunzehn": 19, "twenty": 20, "zwanzig": 20,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChaptersNamed:
    """From the first to the last of these chapters, often the same one, and what else is asked for."""

    first: int
    last: int
    rest: str


def chapters_named(typed: str) -> ChaptersNamed | None:
    """The first chapters that the question names by their number; None where it names none."""
    words = words_of(typed)
    folded = [word.folded for word in words]
    for at, word in enumerate(folded):
        first = _number(folded, at + 1) if word in _CHAPTER else 0
        if not first:
            continue
        end = at + 2
        is_joined = end < len(folded) and folded[end] in _TO
        is_dashed = end < len(folded) and typed[words[end - 1].end : words[end].start] in {"-", "–"}
        last = _number(folded, end + is_joined) if is_joined or is_dashed else 0
        if last > first:
            end += is_joined + 1
        else:
            last = first
        return ChaptersNamed(first, last, without(typed, words, {*range(at, end)}))
    return None


def _number(folded: Sequence[str], at: int) -> int:
    word = folded[at] if at < len(folded) else ""
    is_digits = word.isascii() and word.isdecimal() and len(word) <= MOST_DIGITS
    return int(word) if is_digits else _NUMBERS.get(word, 0)
