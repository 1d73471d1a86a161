"""Read a question that somebody typed: words, "phrases in quotation marks", and begin* of words.

    read_question('what did we say about the "old captain" and his rowb*')

The words that hold a sentence together are left out, unless the question has no others. Whatever is typed is a
question: nothing here raises, and no sign of it is an operator that could be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bookcub.memory.recall.stems import fold, is_stop_word, query_stems, stems_of
from bookcub.memory.recall.stop_words import TELLS_LITTLE

LONGEST = 300  # characters of a question that are read
MOST_TERMS = 12
FEWEST_SIGNS = 2  # before the star of a beginning

QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")
_BEGINNING = re.compile(r"([^\W_][\w'’]*)\*")
# "What did people say", "what do the others think", "was sagten die anderen": whoever it was, nothing is asked about them.
_WHOEVER = re.compile(
    r"\b(?:the |all |other )*(?:people|members|others|folks|club|group|rest of us|rest of you)\s+"
    r"(?=(?:say|said|think|thought|feel|felt|ask|asked|mention|mentioned|talk|talked|have|has|had)\b)"
    r"|\b(?:sagten|haben|meinten|denken|fanden)\s+(?:alle |die )*(?:anderen|leute|mitglieder|übrigen)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for: words that stand together, or the beginning of a word."""

    words: str
    is_beginning: bool = False
    is_quoted: bool = False

    @property
    def tells_little(self) -> bool:
        """Whether it says something only beside others: "chapter", "good", a number."""
        is_plain = not (self.is_beginning or self.is_quoted)
        return is_plain and (self.words.isdecimal() or fold(self.words) in TELLS_LITTLE)

    def stems(self, languages: Iterable[str]) -> frozenset[tuple[str, ...]]:
        """The rows of stems that this term may be in a text of one of these languages."""
        if self.is_beginning:
            return frozenset({(fold(self.words),)})
        rows = (tuple(query_stems(self.words, each)) for each in languages)
        return frozenset(row for row in rows if row)


@dataclass(frozen=True, slots=True)
class RecallQuery:
    """What is asked for, each thing once, in the order in which it was typed."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse_query(
    typed: str, languages: Iterable[str] = ("en",), *, needs_words: bool = True
) -> RecallQuery:
    """What was typed, as terms. `languages` say which words hold sentences together.

    Where the question asks for something besides its words, it need not have any.
    """
    typed = typed[:LONGEST]
    known = list(languages)
    found: dict[Term, None] = {}
    for match in QUOTED.finditer(typed):
        found |= _term(match[1], is_quoted=True)
    rest = _WHOEVER.sub(" ", QUOTED.sub(" ", typed))
    for match in _BEGINNING.finditer(rest):
        if len(fold(match[1])) >= FEWEST_SIGNS:
            found[Term(match[1], is_beginning=True)] = None
    rest = _BEGINNING.sub(" ", rest)
    words = _words(rest)
    telling = [word for word in words if not any(is_stop_word(word, each) for each in known)]
    for word in telling or ([] if found or not needs_words else words):
        found |= _term(word)
    return RecallQuery(tuple(found)[:MOST_TERMS])


def _term(words: str, *, is_quoted: bool = False) -> dict[Term, None]:
    words = " ".join(words.split())
    return {Term(words, is_quoted=is_quoted): None} if stems_of(words) else {}


def _words(text: str) -> list[str]:
    """The words of a text as they were typed; a run of signs without spaces is one."""
    found: list[str] = []
    end = -1
    start = 0
    for each in stems_of(text):
        if each.start < end:  # a pair of signs, or the next sign of it
            end = max(end, each.end)
            found[-1] = text[start:end]
            continue
        start, end = each.start, each.end
        found.append(text[start:end])
    return found
