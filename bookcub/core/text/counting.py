"""Count words as fan archives do, so that a work's length means the same here and there."""

import re
import sys
import unicodedata
from itertools import groupby

from bookcub.core.text.tokens import listed, tokens, value


def _marks() -> str:
    """All combining marks and variation selectors (category M), as a class for ``re``: in ranges, which it searches faster."""
    planes = (range(0x300, 0x1F000), range(0xE0100, min(0xE01F0, sys.maxunicode)))
    codes = (c for plane in planes for c in plane if unicodedata.category(chr(c))[0] == "M")
    # What grows by one from mark to mark keeps its distance to the count.
    runs = (list(run) for _, run in groupby(enumerate(codes), lambda at: at[1] - at[0]))
    return "".join(f"{chr(run[0][1])}-{chr(run[-1][1])}" for run in runs)


#: Marks belong to the letter before them.
MARK = _marks()

#: Han, Hiragana, Katakana and Thai letters and digits (Unicode's Scripts.txt), without their
#: marks: scripts written without spaces, in which one character counts as one word.
ONE_EACH = (
    "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9"
    "\U00020000-\U000323af\u3041-\u3096\u309d-\u309f\U0001b000-\U0001b167\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\uff66-\uff9d\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e50-\u0e59"
)

# The classes above are long and searched from end to end: these look at most characters once, and cheaply.
_BEYOND_LATIN = r"(?![\x00-\u02ff])"
_LETTER = rf"(?=\w)[^\W{ONE_EACH}]"

# Elsewhere a word is a run of letters, digits and marks, held together by hyphens, apostrophes
# and, between digits, by the points and commas of a number.
_WORD = re.compile(
    rf"""
    {_BEYOND_LATIN} [{ONE_EACH}] [{MARK}]*+
    | {_LETTER}
      (?: {_LETTER}
        | {_BEYOND_LATIN} [{MARK}]
        | (?<=\d) [.,] (?=\d)
        | ['\u2019\u02bc\u2010\u2011\u00ad-]++ (?={_LETTER})
      )*+
    """,
    re.VERBOSE,
)

#: Elements whose borders do not separate words: wo<b>rd</b>s is one word.
INLINE = listed(
    "a abbr acronym b big cite code del dfn em font i ins kbd q rp rt ruby s samp small "
    "span strike strong sub sup tt u var"
)


def count_words(html: str) -> int:
    """How many words ``html`` shows, in time proportional to its length.

    Markup is not counted; borders of blocks, ``<br>`` and images separate words. Words joined by
    hyphens or apostrophes are one. Each Han, Hiragana, Katakana or Thai character is one word;
    Thai vowel and tone marks above and below a letter belong to the letter. A run of punctuation
    or symbols is no word.
    """
    return count_words_in_text(text_of(html))


def count_words_in_text(text: str) -> int:
    """How many words are in ``text``, which is not markup; by the rules of :func:`count_words`."""
    return sum(1 for _ in _WORD.finditer(text))


def text_of(html: str) -> str:
    """The characters that ``html`` shows, with a newline for each border that separates words."""
    parts: list[str] = []
    for token in tokens(html):
        if token.kind == "text":
            parts.append(value(token.text))
        elif token.kind != "raw" and token.name not in INLINE:
            parts.append("\n")
    return "".join(parts)
