"""Texts as the engine takes them apart: words, folded alike wherever they are written down or asked for.

Words of scripts that put no spaces between them (Han, kana, Thai, Lao, Khmer, Myanmar) are pairs of neighbouring
characters, and the last character by itself: so one character is the beginning of a pair, and a longer word is a
phrase of pairs, which stands nowhere but where the word does.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from bookcub.core.database.folding import folded

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
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_WITHIN = re.compile("['’]")


class TextWord(NamedTuple):
    """One word as it is looked for, its number in the text, and where it stands: offsets into the text as given."""

    text: str
    number: int
    start: int
    end: int


def plain(text: str) -> str:
    """A text as it is compared: its case folded, white space single, without accents (those of Latin, Greek and Cyrillic)."""
    return unicodedata.normalize(
        "NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", folded(text)))
    )


def words(text: str) -> list[TextWord]:
    """The words of a text in order."""
    found: list[TextWord] = []
    number = 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        if _IS_UNSPACED.match(run[0]):
            for at in range(start, end):
                until = min(at + 2, end)
                found.append(TextWord(plain(text[at:until]), number, at, until))
                number += 1
        elif word := plain(_WITHIN.sub("", run[0])):
            found.append(TextWord(word[:LONGEST_WORD], number, start, end))
            number += 1
    return found


class AskedWords(NamedTuple):
    """What is asked for: words that stand side by side, and whether the last one only begins there."""

    words: tuple[str, ...]
    is_beginning: bool


def asked(text: str, *, is_beginning: bool = False) -> list[AskedWords]:
    """What somebody typed, each word by itself but for the pairs of one run without spaces, which stay together."""
    found: list[AskedWords] = []
    for run in _RUN.finditer(text):
        inside = [word.text for word in words(run[0])]
        if not inside:
            continue
        is_run = bool(_IS_UNSPACED.match(run[0]))
        # The last character by itself stands only where a run ends: asked is where it begins a pair.
        pairs = inside[:-1] if is_run and len(inside) > 1 else inside
        found.append(AskedWords(tuple(pairs), is_beginning=is_run and len(inside) == 1))
    if found and is_beginning:
        found[-1] = found[-1]._replace(is_beginning=True)
    return found


def phrase(text: str) -> tuple[str, ...]:
    """The words of a phrase in a row, as they stand in a text; the last character of a run only within it."""
    row: list[str] = []
    for one in asked(text):
        row.extend(one.words)
    return tuple(row)
