"""A title where the source has none: its first words."""

import re
from collections.abc import Iterable

from bookcub.core.text import plain
from bookcub.formats.html.blocks import HtmlBlock
from bookcub.formats.html.markup import squeeze

_REFERENCE = re.compile(r'<a\b[^>]*href="#fn-\d+"[^>]*>.*?</a>', re.DOTALL)
NONE = "Untitled"
_WORDS = 6
_CHARACTERS = 60


def from_blocks(blocks: Iterable[HtmlBlock]) -> str:
    """Make a title of the first text among blocks; marks of footnotes are not words."""
    html = next((block.html for block in blocks if block.kind == "text"), "")
    return from_first_words(plain(_REFERENCE.sub("", html)))


def from_first_words(text: str) -> str:
    """Make a title of the first words of a text; "Untitled" if it has none."""
    words = squeeze(text[:2000]).split()[:_WORDS]
    while len(words) > 1 and len(" ".join(words)) > _CHARACTERS:
        words.pop()
    title = " ".join(words)[:_CHARACTERS].rstrip(" ,;:—–-")
    if not title:
        return NONE
    is_whole = len(squeeze(text[:2000])) <= len(title) + 1
    return title if is_whole or title[-1] in ".!?…”’" else f"{title}…"
