"""Lines of an iCalendar text: escaped, quoted and folded as RFC 5545, 3.1 and 3.3.11, asks. Nothing typed breaks out."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 75  # octets, without the line break
BREAK = "\r\n"
# Some programs take Unicode's own separators for the end of a content line.
LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")


def text(value: str) -> str:
    """A TEXT value: no control characters, newlines and separators escaped."""
    plain = _printable("\n".join(LINE_BREAK.split(value)))
    for mark, escaped in (("\\", "\\\\"), ("\n", "\\n"), (",", "\\,"), (";", "\\;")):
        plain = plain.replace(mark, escaped)
    return plain


def parameter(value: str) -> str:
    """A quoted parameter value on one line; quotes and carets as RFC 6868 writes them."""
    plain = " ".join(_printable(LINE_BREAK.sub(" ", value)).split())
    return '"' + plain.replace("^", "^^").replace('"', "^'") + '"'


def folded(line: str) -> str:
    """The line with its break, folded into pieces of at most 75 octets; no character is cut in two."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST:
            pieces.append(piece)
            # The blank that marks a continued line counts too.
            piece, size = " ", 1
        piece += character
        size += octets
    return BREAK.join([*pieces, piece]) + BREAK


def _printable(value: str) -> str:
    """Without control characters (Cc, except newline and tab) and without halves of pairs (Cs)."""
    return "".join(
        character
        for character in value
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
    )
