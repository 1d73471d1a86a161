"""Texts as the engine takes them apart: words, folded alike wherever they are written down or asked for.

Words of scripts that put no spaces between them (Han, kana, Thai, Lao, Khmer, Myanmar) are pairs of neighbouring
characters, and the last character by itself: so one character is the beginning of a pair, and a longer word is a
phrase of pairs, which stands nowhere but where the word does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bookcub.core.database.folding import folded

BETWEEN = "|"  # stands in no text, for it is no word
ONE_SLIP, TWO_SLIPS = 4, 8  # letters of a word in which so many are forgiven
LONGEST_WORD = 64  # characters; what is longer is no word that anybody looks for
_ACCENTS = re.compile("[\u0300-\u036f]")
# Letters and digits of any script, with what stands within a word; marks belong to the letters before them.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003134f"
)
# Vowels of Devanagari and others are marks, and no letters to Python.
_MARKS = "".join(
    chr(n) for n in range(0x300, 0x12000) if unicodedata.category(chr(n)) in {"Mn", "Mc"}
)
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}](?:[{_MARKS}]|['’]?[^\W_{_UNSPACED}])*")
_SIMPLE_RUN = re.compile("[a-z0-9]+(?:'[a-z0-9]+)*")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_WITHIN = re.compile("['’]")


def plain(text: str) -> str:
    """A text as it is compared: its case folded, white space single, without accents (those of Latin, Greek and Cyrillic)."""
    if _is_simple(text):
        return " ".join(text.lower().split())
    return unicodedata.normalize(
        "NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", folded(text)))
    )


def _is_simple(text: str) -> bool:
    """Whether there is nothing in it but what an old keyboard has: most of all texts, and a tenth of the work."""
    return text.isascii() and text.isprintable()


def words(text: str) -> list[str]:
    """The words of a text in order."""
    return [word for run in _runs(text) for word in _words_of(run)]


def written(texts: str | Sequence[str]) -> str:
    """The words of a text, or of several of which no phrase goes on from one to the next, as the engine takes them."""
    if isinstance(texts, str):
        return " ".join(words(texts))
    return f" {BETWEEN} ".join(map(_written_often, texts))


@lru_cache(50_000)
def _written_often(text: str) -> str:
    """Of names, which many documents share."""
    return " ".join(words(text))


def has_unspaced(text: str) -> bool:
    """Whether there are characters of scripts that put no spaces between words."""
    return _IS_UNSPACED.search(text) is not None


def whole_name(text: str) -> str:
    """A name as it is looked for as a whole: its words in order, and nothing else."""
    return " ".join(words(text))


def slips(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or the wrong way around."""
    return 0 if len(word) < ONE_SLIP else 1 if len(word) < TWO_SLIPS else 2


def slips_between(one: str, other: str) -> int:
    """How many slips make one word of the other: the optimal string alignment distance."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for at, sign in enumerate(other, 1):
            least = min(last[at] + 1, now[at - 1] + 1, last[at - 1] + (letter != sign))
            if row > 1 and at > 1 and letter == other[at - 2] and one[row - 2] == sign:
                least = min(least, before[at - 2] + 1)
            now.append(least)
        before, last = last, now
    return last[-1]


PIECE = 3  # letters
BEGINS = "^"  # stands in no word


def pieces(name: str) -> set[str]:
    """What a name is completed by: the first one, two and three letters of its words, all threes of neighbours, and a sign of all."""
    found = {BEGINS}
    for word in name_words(name):
        found |= {BEGINS + word[:length] for length in range(1, PIECE + 1)} | _threes(word)
    return found


def name_words(name: str) -> list[str]:
    """The words of a name in order; where no spaces stand between them, one may begin at any character."""
    found = []
    for run in _runs(name):
        if _IS_UNSPACED.match(run):
            found += [run[at:] for at in range(len(run))]
        else:
            found.append(_WITHIN.sub("", run))
    return found


def typed_words(text: str) -> list[str]:
    """The words, whole or begun, that a name is completed from."""
    return [_WITHIN.sub("", run) for run in _runs(text)]


def pieces_of_beginning(word: str) -> set[str]:
    """The pieces that every name has in which a word begins so, and hardly another."""
    return {BEGINS + word[:PIECE]} | _threes(word[1:])


def pieces_of_middle(word: str) -> set[str]:
    """Those that every name has in which this stands anywhere in a word; of fewer than three letters only at its beginning."""
    return _threes(word) or {BEGINS + word}


def completes(name: str, typed: Sequence[str]) -> bool:
    """Whether each typed word begins a word of this name, or stands in the middle of one."""
    there = name_words(name)
    return all(
        any(word.startswith(each) or (len(each) >= PIECE and each in word) for word in there)
        for each in typed
    )


def _threes(word: str) -> set[str]:
    return {word[at : at + PIECE] for at in range(len(word) - PIECE + 1)}


def _runs(text: str) -> list[str]:
    # Folded at once: each word by itself would take half of all the time that an index is built in.
    folded_text = plain(text)
    return (_SIMPLE_RUN if folded_text.isascii() else _RUN).findall(folded_text)


def _words_of(run: str) -> list[str]:
    if run.isalnum() and run.isascii():
        return [run[:LONGEST_WORD]]
    if _IS_UNSPACED.match(run):
        return [run[at : at + 2] for at in range(len(run))]
    return [_WITHIN.sub("", run)[:LONGEST_WORD]]


class AskedWords(NamedTuple):
    """What is asked for: words that stand side by side, and whether the last one only begins there."""

    words: tuple[str, ...]
    is_beginning: bool = False


def asked(text: str, *, is_beginning: bool = False) -> list[AskedWords]:
    """What somebody typed, each word by itself but for the pairs of one run without spaces, which stay together."""
    found = [_as_asked([], run) for run in _runs(text)]
    if found and is_beginning:
        found[-1] = found[-1]._replace(is_beginning=True)
    return found


def phrase(text: str) -> AskedWords | None:
    """The words of a phrase as they stand in a text, side by side; None where there are none."""
    *before, last = _runs(text) or [""]
    return _as_asked([word for run in before for word in _words_of(run)], last) if last else None


def _as_asked(before: Sequence[str], run: str) -> AskedWords:
    """A run as the end of what is asked for: another character may follow where it is written, so its last one is none by itself."""
    inside = _words_of(run)
    if not _IS_UNSPACED.match(run):
        return AskedWords((*before, *inside))
    pairs = inside[:-1] or inside
    return AskedWords((*before, *pairs), is_beginning=len(inside) == 1)
