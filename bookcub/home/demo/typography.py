"""Typographic quotes for texts that were typed with straight ones."""

from __future__ import annotations

import re

# What is not prose: code, tags, the addresses of links.
_APART = re.compile(r"(`[^`]*`|<[^<>]+>|\]\([^()]*\))")
_OPENERS = frozenset("([{“‘")
_DASHES = frozenset("-–—/")
_EMPHASIS = "*_~"
# A word that lost its beginning has an apostrophe there: ’em, ’tis, ’sixty-one.
_SHORTENED = re.compile(
    r"(?:\d|(?:em|tis|twas|twere|til|till|cause|bout|round|neath|n|im)\b"
    r"|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)(?:y|ies)\b)",
    re.IGNORECASE,
)


def typographic(text: str) -> str:
    """The same Markdown with English quotes, apostrophes and ellipses as a printer sets them.

    Code, tags and addresses stay as they are; emphasis marks between a quote and its word do not count.
    """
    made = ""
    for number, part in enumerate(_APART.split(text)):
        made += part if number % 2 else _set(part, before=made)
    return made


def _set(text: str, *, before: str) -> str:
    text = text.replace("...", "…")
    out = list(before)
    start = len(out)
    for index, letter in enumerate(text):
        if letter not in "\"'":
            out.append(letter)
            continue
        following = text[index + 1 :].lstrip(_EMPHASIS)
        opens = _opens(_last(out), following)
        if letter == '"':
            out.append("“" if opens else "”")
        else:
            out.append("‘" if opens and not _SHORTENED.match(following) else "’")
    return "".join(out[start:])


def _last(out: list[str]) -> str:
    """The nearest character before that is no mark of emphasis; nothing at the beginning."""
    return next((letter for letter in reversed(out) if letter not in _EMPHASIS), "")


def _opens(last: str, following: str) -> bool:
    if not last or last.isspace() or last in _OPENERS:
        return True
    return last in _DASHES and following[:1].isalnum()
