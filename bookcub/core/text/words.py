"""Count words as fan archives do, so that a work's length means the same here and there."""

import regex

from bookcub.core.text.tokens import tokens, value

# One character of a script that is written without spaces is one word. Thai vowels and tones
# that stand above or below a letter (category M) belong to that letter and are not counted, as
# combining marks and variation selectors are not counted in the other scripts. Everything else
# is a word if it is a run of letters, digits and marks, held together by hyphens, apostrophes
# and, between digits, by the points and commas of a number.
_WORD = regex.compile(
    r"""
    [\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}--\p{M}--\p{P}--\p{S}] \p{M}*+
    | (?: [\p{L}\p{N}\p{M}_--\p{Han}--\p{Hiragana}--\p{Katakana}--\p{Thai}]
        | (?<=\p{N}) [.,] (?=\p{N})
        | (?<=[\p{L}\p{N}\p{M}_]) ['\u2019\u02bc\u2010\u2011\u00ad-]++
          (?=[\p{L}\p{N}_--\p{Han}--\p{Hiragana}--\p{Katakana}--\p{Thai}])
      )++
    """,
    regex.VERBOSE | regex.VERSION1,
)

#: Elements whose borders do not separate words: wo<b>rd</b>s is one word.
INLINE = frozenset(
    "a abbr acronym b big cite code del dfn em font i ins kbd q rp rt ruby s samp small span "
    "strike strong sub sup tt u var".split()
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
