"""The names that a question may mean, of those it can be narrowed to: "Mrs Abernethy" may be Mrs Abernethy-Okoro.

names_typed("what did we say about Mrs Abernethy", {7: "Mrs Abernethy-Okoro", 8: "Mrs Pym"})  # [7]
"""

from __future__ import annotations

from collections.abc import Mapping

from bookcub.core.text.tokens import listed
from bookcub.memory.recall.asked import folded_words, words_of
from bookcub.memory.recall.stems import is_stop_word

SHORTEST = 3

# Folded as by :func:`bookcub.memory.recall.stems.fold`.
_TITLES = listed("mr mrs ms miss dr sir herr frau madame monsieur")


def names_typed(typed: str, names: Mapping[int, str]) -> list[int]:
    """The numbers of the names of which any telling word was typed, first those with most of them. Raises nothing."""
    asked = {word.folded for word in words_of(typed)}
    held = {number: len(asked & _telling(name)) for number, name in names.items()}
    return sorted((number for number in held if held[number]), key=lambda each: -held[each])


def _telling(name: str) -> set[str]:
    return {
        word
        for word in folded_words(name)
        if len(word) >= SHORTEST and word not in _TITLES and not is_stop_word(word, "en")
    }
