"""Words as one asks for them: folded, and cut to their stems, so that "captain" finds "Captains’".

Stems are those of the `Snowball algorithms <https://snowballstem.org>`_ for the language of the text. Scripts
written without spaces are cut into signs and pairs of neighbouring signs instead. All functions are pure, raise
nothing on any text, and take time in proportion to it.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from bookcub.core.text.counting import MARK, ONE_EACH
from bookcub.memory.recall.stop_words import STOP_WORDS

LONGEST = 40  # characters of a stem; what is longer is no word that anybody asks for twice

_ALGORITHMS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish",
    "nl": "dutch", "en": "english", "sco": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish",
    "fr": "french", "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian",
    "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nb": "norwegian", "nn": "norwegian",
    "no": "norwegian", "fa": "persian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
#: Languages in which an apostrophe parts two words: l'homme, dell'acqua.
_ELIDING = frozenset({"fr", "it", "ca", "oc"})
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u02bc\uff07\u2018", "'"))
_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "ł": "l", "đ": "d", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)
# Accents, Hebrew points and Arabic vowel signs; marks of other scripts are letters of their own.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670\u0640]")
_WORD = re.compile(
    rf"(?P<signs>(?:[{ONE_EACH}][{MARK}]*+)++)"
    rf"|[^\W_{ONE_EACH}](?:[^\W_{ONE_EACH}]|[{MARK}]|['\u2019\u02bc\uff07\u2018](?=[^\W_{ONE_EACH}]))*+"
)
_SIGN = re.compile(rf"[{ONE_EACH}][{MARK}]*+")


class Stem(NamedTuple):
    """One word of a text: its stem, and where it stands, in code points; the end is the first after it."""

    stem: str
    start: int
    end: int


def stems_of(text: str, language: str = "") -> list[Stem]:
    """The words of a text in reading order, as an index keeps them.

    `language` is a BCP 47 code; without one, or with one that has no algorithm, words are only folded. A run
    of signs without spaces gives each sign and, after it, the pair it makes with the next.
    """
    code = language.split("-", maxsplit=1)[0].lower()
    found: list[Stem] = []
    for match in _WORD.finditer(text):
        if match["signs"] is None:
            found += _of_word(match[0], match.start(), code)
        else:
            found += _of_signs(text, match.start(), match.end())
    return found


def query_stems(words: str, language: str = "") -> list[str]:
    """The stems that a text must hold in this order to hold these words; of signs only the pairs."""
    found = stems_of(words, language)
    return [each.stem for place, each in enumerate(found) if not _stands_in_a_pair(found, place)]


def fold(word: str) -> str:
    """A word without capitals and accents."""
    plain = unicodedata.normalize("NFKD", word.translate(_APOSTROPHES))
    # Once more after the capitals: some letters only come apart when they are small.
    lowered = unicodedata.normalize("NFKD", plain.casefold()).casefold()
    folded = unicodedata.normalize("NFC", _ACCENTS.sub("", lowered))
    return folded.translate(_LETTERS)[:LONGEST]


def is_stop_word(word: str, language: str = "") -> bool:
    """Whether a word holds sentences together and says nothing by itself."""
    return fold(word) in STOP_WORDS.get(language.split("-", maxsplit=1)[0].lower(), frozenset())


def _of_word(word: str, start: int, code: str) -> list[Stem]:
    if code in _ELIDING:
        pieces = re.finditer(r"[^'\u2019\u02bc\uff07\u2018]+", word)
    else:
        pieces = re.finditer(r".+", word, re.DOTALL)
    found = (
        Stem(_stem(code, piece[0]), start + piece.start(), start + piece.end()) for piece in pieces
    )
    # Of a stroke that only makes a word longer (tatweel), standing alone, nothing is left.
    return [each for each in found if each.stem]


def _of_signs(text: str, start: int, end: int) -> list[Stem]:
    signs = list(_SIGN.finditer(text, start, end))
    found: list[Stem] = []
    for place, sign in enumerate(signs):
        found.append(Stem(fold(sign[0]), sign.start(), sign.end()))
        if place + 1 < len(signs):
            following = signs[place + 1]
            found.append(Stem(fold(sign[0] + following[0]), sign.start(), following.end()))
    return found


def _stands_in_a_pair(found: list[Stem], place: int) -> bool:
    """Whether this is a single sign that a pair beside it says already."""
    this = found[place]
    around = found[max(0, place - 1) : place] + found[place + 1 : place + 2]
    return any(
        other.start <= this.start and this.end <= other.end and other[1:] != this[1:]
        for other in around
    )


@lru_cache(maxsize=60_000)
def _stem(code: str, word: str) -> str:
    lowered = unicodedata.normalize("NFC", word.translate(_APOSTROPHES).lower())
    algorithm = _ALGORITHMS.get(code)
    if algorithm is None or len(lowered) > LONGEST or any(sign.isdigit() for sign in lowered):
        return fold(lowered)
    # Without its accents a word is often asked for, so the stem loses them too, but only after the cut:
    # the algorithms tell endings by them.
    return fold(_stemmer(algorithm).stemWord(lowered)) or fold(lowered)


def _stemmer(algorithm: str) -> snowballstemmer.basestemmer.BaseStemmer:
    """A stemmer of this thread's own: it keeps its word in itself while it works."""
    known: dict[str, snowballstemmer.basestemmer.BaseStemmer] = _of_thread.__dict__
    if algorithm not in known:
        known[algorithm] = snowballstemmer.stemmer(algorithm)
    return known[algorithm]


_of_thread = threading.local()
