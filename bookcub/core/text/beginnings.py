"""The first words of what somebody wrote, where there is room for a line: emphasis stays, blocks do not."""

import re
from collections.abc import Iterator
from html import escape, unescape

from bookcub.core.text.tokens import listed, tokens

#: What a voice can do with a word. Kept without attributes.
_EMPHASIS = listed("b cite code del em i ins q s small strong sub sup u var")
#: Stand within a line, and part no words.
_INLINE = _EMPHASIS | listed("a abbr acronym big dfn img kbd rp rt ruby samp span strike tt")
_SPACE = re.compile(r"\s+")
CUT = " …"


def beginning(html: str, length: int) -> str:
    """At most ``length`` characters of sanitised markup as markup for one line, whole where they fit.

    Links, pictures and blocks go, their words stay; whatever is begun is closed where it is cut. Takes time in
    proportion to ``html``.
    """
    parts: list[str] = []
    begun: list[str] = []
    room = length
    for words, tag in _in_a_line(html):
        if len(words.rstrip()) > room:
            last = escape(words[:room].rstrip(), quote=False)
            parts.append(last + CUT if last or parts[-1:] != [" "] else CUT.lstrip())
            break
        room = max(0, room - len(words))
        parts.append(tag or escape(words, quote=False))
        if tag.startswith("</"):
            begun.pop()
        elif tag:
            begun.append(tag[1:])
    closed = [f"</{name}" for name in reversed(begun)]
    return "".join([*parts, *closed]).strip()


def _in_a_line(html: str) -> Iterator[tuple[str, str]]:
    """Words with one space where they are parted, and tags of emphasis, which sanitised markup closes in order."""
    parted = True
    for token in tokens(html):
        if token.kind == "text":
            words = _SPACE.sub(" ", unescape(token.text))
            words = words.lstrip() if parted else words
            parted = words.endswith(" ") if words else parted
            yield words, ""
        elif token.name in _EMPHASIS:
            yield "", f"<{'/' if token.kind == 'close' else ''}{token.name}>"
        elif not parted and token.name not in _INLINE:
            parted = True
            yield " ", ""
