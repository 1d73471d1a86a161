"""What an importer is: a name, a look at the head of a file, and a description of the whole."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bookcub.formats.story.parsed import ParsedWork

#: How much of a file `recognises` gets to see.
HEAD_BYTES = 400_000

_MARKUP_FIRST = re.compile(
    r"\s*<(?:!--|(?:!doctype|\?xml|html|head|body|meta|title|link|style|script|div|p|b|i|em|span|font|"
    r"center|h[1-6]|article|section|main|table|ul|ol|blockquote|a|img|br|hr|pre)\b)",
    re.IGNORECASE,
)
_CLOSINGS = re.compile(r"</(?:p|div|h[1-6])>|<br ?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file, as bytes and as text, and the member names if it is a ZIP."""

    start: bytes
    text: str
    members: frozenset[str] = frozenset()

    @property
    def is_html(self) -> bool:
        """Whether it begins with markup, or is full of it."""
        if _MARKUP_FIRST.match(self.text):
            return True
        start = self.text[:20_000]
        return len(_CLOSINGS.findall(start)) > max(3, start.count("\n\n"))


@dataclass(frozen=True, slots=True)
class Importer:
    """One format. `recognises` answers 0 (not mine) to 100 (certainly mine)."""

    format: str
    recognises: Callable[[Head], int]
    describe: Callable[[bytes], ParsedWork]
