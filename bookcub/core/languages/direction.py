"""Which way words are written, and words of the other direction in the middle of a sentence."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import bidirectional

from django.utils.translation import get_language

RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
FROM_THE_RIGHT = re.compile(r"-(?:Adlm|Arab|Hebr|Nkoo|Rohg|Syrc|Thaa)\b", re.IGNORECASE)
FROM_THE_LEFT = re.compile(r"-(?:Cyrl|Deva|Grek|Latn)\b", re.IGNORECASE)
# Unicode's first strong isolate and what ends it: https://www.unicode.org/reports/tr9/
FIRST_STRONG, END = "\u2068", "\u2069"


def direction(code: str) -> str:
    """`rtl` or `ltr`, for the `dir` attribute of words in the language with this BCP 47 code."""
    from_the_right = code.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT
    if FROM_THE_RIGHT.search(code) or (from_the_right and not FROM_THE_LEFT.search(code)):
        return "rtl"
    return "ltr"


def is_page_from_the_right() -> bool:
    """Whether the language that the reader sees is written from the right."""
    return _is_from_the_right(get_language() or "")


@lru_cache
def _is_from_the_right(code: str) -> bool:
    return direction(code) == "rtl"


def isolated(words: str, *, in_rtl: bool = False) -> str:
    """Words that do not turn the sentence around them; the same where they are written in its direction."""
    if not in_rtl and words.isascii():
        return words
    against = {"L"} if in_rtl else {"R", "AL"}
    if any(bidirectional(character) in against for character in words):
        return f"{FIRST_STRONG}{words}{END}"
    return words
