"""A quotation: words of a chapter, quoted so that they are found again.

After the W3C's Web Annotation Data Model (https://www.w3.org/TR/annotation-model/#selectors): where
the words stand (text position, within blocks) and what they are (text quote). Offsets count code
points, as the model asks; JavaScript counts UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bookcub.core.text.blocks import Block
from bookcub.core.text.passages.flat_text import FlatText

#: How many code points before and after a passage are kept with it.
AROUND = 32
#: By how much the surroundings of the right words are more alike than those of the same words elsewhere.
CLEARER = 0.25

_FRAGMENT_OF = "http://tools.ietf.org/rfc/rfc3236"  # what an id in a document's address means


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a chapter: from an offset in one block to an offset (exclusive) in the same or a later one.

    ``exact`` are the words, with a newline between blocks; ``prefix`` and ``suffix`` what stands
    around them, up to 32 code points each.
    """

    start_block_id: str
    start_offset: int
    end_block_id: str
    end_offset: int
    exact: str
    prefix: str = ""
    suffix: str = ""


def quote(
    blocks: Sequence[Block],
    start_block_id: str,
    start_offset: int,
    end_block_id: str,
    end_offset: int,
) -> Quotation:
    """The quotation between two places. ValueError where there is no such place, or no word between them."""
    return quoted(FlatText(blocks), start_block_id, start_offset, end_block_id, end_offset)


def quoted(
    flat: FlatText, start_block_id: str, start_offset: int, end_block_id: str, end_offset: int
) -> Quotation:
    """As :func:`quote`, of a text that is put together already."""
    try:
        start = flat.offset_of(start_block_id, start_offset)
        end = flat.offset_of(end_block_id, end_offset)
    except KeyError as error:
        raise ValueError(f"There is no block {error.args[0]!r}") from error
    return quotation_at(flat, start, end)


def whole_block(blocks: Sequence[Block], block_id: str) -> Quotation:
    """All of one block. ValueError if it is not there or holds no text."""
    for block in blocks:
        if block.id == block_id:
            return quote(blocks, block_id, 0, block_id, len(block.text))
    raise ValueError(f"There is no block {block_id!r}")


def quotation_at(flat: FlatText, start: int, end: int) -> Quotation:
    """The quotation of a stretch of the flat text. ValueError if nothing is in it."""
    exact = flat.text[start:end]
    if not exact.strip():
        raise ValueError("A passage holds at least one character")
    start_id, start_offset = flat.place_of(start)
    end_id, end_offset = flat.place_of(end)
    if not start_id or not end_id:
        raise ValueError("A passage stands in blocks with ids")
    return Quotation(
        start_id,
        start_offset,
        end_id,
        end_offset,
        exact,
        flat.text[max(0, start - AROUND) : start],
        flat.text[end : end + AROUND],
    )


def find(blocks: Sequence[Block], quotation: Quotation) -> Quotation | None:
    """Where the very words of a quotation stand in a text, or None when that is not certain.

    First where it says; else where the same words stand once, or in surroundings clearly more
    like its own than all others.
    """
    flat = FlatText(blocks)
    where = located(flat, quotation)
    return quotation_at(flat, *where) if where else None


def located(flat: FlatText, quotation: Quotation) -> tuple[int, int] | None:
    """The stretch of the flat text in which :func:`find` finds a quotation."""
    start = place_at(flat, quotation)
    if start is None:
        start = _by_surroundings(flat.text, quotation)
    return None if start is None else (start, start + len(quotation.exact))


def place_at(flat: FlatText, quotation: Quotation) -> int | None:
    """The offset that a quotation names, if its words are there."""
    try:
        start = flat.offset_of(quotation.start_block_id, quotation.start_offset)
        end = flat.offset_of(quotation.end_block_id, quotation.end_offset)
    except (KeyError, ValueError):
        return None
    return start if quotation.exact and flat.text[start:end] == quotation.exact else None


def _by_surroundings(text: str, quotation: Quotation) -> int | None:
    ranked = sorted(
        (
            (
                surroundings_alike(
                    quotation.prefix, quotation.suffix, text, start, start + len(quotation.exact)
                ),
                start,
            )
            for start in occurrences(text, quotation.exact)
        ),
        reverse=True,
    )
    # Even words that stand once may be somebody else's: what stands beside them has to agree.
    if not ranked or ranked[0][0] < CLEARER:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEARER:
        return None
    return ranked[0][1]


def occurrences(text: str, words: str) -> list[int]:
    """All places in ``text`` at which ``words`` stand, overlapping ones too."""
    places = []
    at = text.find(words) if words else -1
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def surroundings_alike(prefix: str, suffix: str, text: str, start: int, end: int) -> float:
    """How far what stands around a stretch of ``text`` agrees with a prefix and a suffix: 0 to 1.

    Agreement counts from the words outwards; a beginning or an end of the text agrees with itself.
    """
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return (_agree(prefix[::-1], before[::-1]) + _agree(suffix, after)) / (2 * AROUND)


def _agree(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b and not (a.isspace() and b.isspace()):
            return count
        count += 1
    return AROUND if len(one) == len(other) < AROUND else count


def as_selectors(quotation: Quotation) -> list[dict[str, Any]]:
    """The quotation as selectors of the Web Annotation Data Model: the precise one, and the lasting one."""
    quote_selector = {
        "type": "TextQuoteSelector",
        "exact": quotation.exact,
        "prefix": quotation.prefix,
        "suffix": quotation.suffix,
    }
    start, end = quotation.start_offset, quotation.end_offset
    if quotation.start_block_id == quotation.end_block_id:
        return [_fragment(quotation.start_block_id, start, end), quote_selector]
    precise = {
        "type": "RangeSelector",
        "startSelector": _fragment(quotation.start_block_id, start, start),
        "endSelector": _fragment(quotation.end_block_id, end, end),
    }
    return [precise, quote_selector]


def from_selectors(selectors: Sequence[Mapping[str, Any]]) -> Quotation:
    """What :func:`as_selectors` gave, as a quotation again. ValueError for anything else."""
    try:
        by_type = {selector["type"]: selector for selector in selectors}
        words = by_type["TextQuoteSelector"]
        if "RangeSelector" in by_type:
            start_id, start, _ = _unfragment(by_type["RangeSelector"]["startSelector"])
            end_id, end, _ = _unfragment(by_type["RangeSelector"]["endSelector"])
        else:
            start_id, start, end = _unfragment(by_type["FragmentSelector"])
            end_id = start_id
        texts = [words["exact"], words.get("prefix", ""), words.get("suffix", "")]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("These selectors do not name a passage") from error
    if not all(isinstance(one, str) for one in texts) or not texts[0].strip():
        raise ValueError("A passage quotes at least one character")
    return Quotation(start_id, start, end_id, end, *texts)


def _fragment(block_id: str, start: int, end: int) -> dict[str, Any]:
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {
        "type": "FragmentSelector",
        "conformsTo": _FRAGMENT_OF,
        "value": block_id,
        "refinedBy": position,
    }


def _unfragment(selector: Mapping[str, Any]) -> tuple[str, int, int]:
    block_id, position = selector["value"], selector["refinedBy"]
    start, end = position["start"], position["end"]
    whole = type(start) is int and type(end) is int and 0 <= start <= end
    if not isinstance(block_id, str) or not whole:
        raise ValueError("A selector names a block and offsets in it")
    return block_id, start, end
