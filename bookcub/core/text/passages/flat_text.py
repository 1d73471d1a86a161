"""The text of a chapter as one string: its blocks' texts joined by a newline, and its words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache

from bookcub.core.text.blocks import Block
from bookcub.core.text.characters import TYPED
from bookcub.core.text.counting import MARK, ONE_EACH

_PIECES = re.compile(
    rf"[{ONE_EACH}][{MARK}]*+|[^\W{ONE_EACH}](?:[^\W{ONE_EACH}]|[{MARK}'\u2019])*+|\S[{MARK}]*+"
)
_ONE_EACH = re.compile(rf"[{ONE_EACH}]")


class FlatText:
    """All blocks of a chapter as one text; offsets are code points in it."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.text = "\n".join(block.text for block in blocks)
        self.starts: list[int] = []
        at = 0
        for block in blocks:
            self.starts.append(at)
            at += len(block.text) + 1
        self.numbers = {block.id: number for number, block in enumerate(blocks) if block.id}

    def offset_of(self, block_id: str, offset: int) -> int:
        """Where a block's offset stands in the text. KeyError for no such block, ValueError for no such offset."""
        number = self.numbers[block_id]
        if not 0 <= offset <= len(self.blocks[number].text):
            raise ValueError(f"{block_id} has no offset {offset}")
        return self.starts[number] + offset

    def place_of(self, offset: int) -> tuple[str, int]:
        """The block's id, and the offset in it, of an offset in the text."""
        number = self.number_at(offset)
        return self.blocks[number].id, offset - self.starts[number]

    def number_at(self, offset: int) -> int:
        """The number of the block in which an offset stands; at a border, of the block that ends there."""
        return max(0, bisect_right(self.starts, offset) - 1)

    @cached_property
    def pieces(self) -> Pieces:
        """The text's words, stops and other characters."""
        return Pieces(self.text)


class Pieces:
    """The words, stops and other characters of a text in parallel lists: where they stand and what they are.

    ``keys`` are for comparing: case, composition of letters and the kind of quotation marks do
    not count. ``weights`` say how much a piece tells about where it came from.
    """

    def __init__(self, text: str) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.keys: list[str] = []
        self.weights: list[int] = []
        known: dict[str, tuple[str, int]] = {}
        for found in _PIECES.finditer(text):
            raw = found.group()
            seen = known.get(raw)
            if seen is None:
                seen = known[raw] = (_key(raw), _weight(raw))
            self.starts.append(found.start())
            self.ends.append(found.end())
            self.keys.append(seen[0])
            self.weights.append(seen[1])

    def __len__(self) -> int:
        return len(self.keys)

    def between(self, start: int, end: int) -> range:
        """The numbers of the pieces that stand in, or reach into, a stretch of the text."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))


def keys_of(text: str) -> list[str]:
    """The keys of the text's `Pieces`, without where they stand: faster where a text is only looked through."""
    return [_key(raw) for raw in _PIECES.findall(text)]


@lru_cache(maxsize=2**14)
def _key(raw: str) -> str:
    # What typographic tools change by themselves says nothing about who wrote what.
    return unicodedata.normalize("NFC", raw.casefold()).translate(TYPED)


def _weight(raw: str) -> int:
    if _ONE_EACH.match(raw):
        return 3
    return len(raw) if raw[0].isalnum() else 1
