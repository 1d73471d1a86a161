"""Typed text to blocks: paragraphs found, hard-wrapped lines joined, verse and letters kept.

A line break was typed on purpose if the next line's first word would still have fitted on the line
before it. Where that is so for most breaks of a paragraph, its lines stay (verse, addresses,
signatures); where it is not, they were broken by a program and are joined.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from bookcub.formats.html.blocks import RULE, HtmlBlock, is_scene_break
from bookcub.formats.html.headings import Heading, read_heading
from bookcub.formats.html.markup import squeeze

_ITALICS = re.compile(r"(?<![\w_])_(?=\S)([^_]{1,2000}?)(?<=\S)_(?![\w_])")
_INDENT = re.compile(r"[ \t]*")
_ENTRY = re.compile(
    r"\s*(?:chapter\s+|adventure\s+)?(?:[ivxlc]{1,7}|\d{1,3})[.:)]?\s+\S.{0,80}", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…:*][”\"’')\]]*$")
_MOST_WRAPPED = 100
_LEAST_WRAPPED = 30
_ENOUGH_BREAKS = 3
_ENOUGH_ENTRIES = 3
_FEW = 0.05
_INDENTED = 2
_CENTRED = 10
_SHORT = 70


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text's blocks and whether its lines had been broken by a program."""

    blocks: list[HtmlBlock]
    was_wrapped: bool
    had_contents: bool = False


def read_typed(text: str) -> TypedText:
    """Read typed text into blocks, headings recognised by their words."""
    lines = [line.expandtabs(4).rstrip() for line in text.split("\n")]
    groups = _groups(lines)
    width = _wrap_width(groups)
    if width is None and _mostly_single(groups, lines):
        groups = [[line] for group in groups for line in group]
    elif width is not None:
        groups = [part for group in groups for part in _by_indent(group, width)]
    blocks: list[HtmlBlock] = []
    had_contents = False
    for group in groups:
        if _is_contents(group):
            had_contents = True
            continue
        blocks += _blocks(group, width)
    return TypedText(_marked(blocks), width is not None, had_contents)


def _groups(lines: Sequence[str]) -> list[list[str]]:
    """Runs of lines without an empty one between them."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _wrap_width(groups: Sequence[Sequence[str]]) -> int | None:
    """The column at which a program broke the lines; None if none did."""
    inner = [len(line) for group in groups for line in group[:-1]]
    if len(inner) < _ENOUGH_BREAKS:
        return None
    inner.sort()
    width = inner[int(len(inner) * 0.95)]
    if not _LEAST_WRAPPED <= width <= _MOST_WRAPPED:
        return None
    longest = max(len(line) for group in groups for line in group)
    if longest > width * 3 and _share(groups, width * 2) > _FEW:
        return None
    # Verse and letters have short lines only and say nothing about how the prose was broken.
    full = [group for group in groups if max(map(len, group)) >= width * 0.8]
    pairs = [pair for group in full for pair in _pairs(group)]
    forced = sum(_is_forced(line, after, width) for line, after in pairs)
    # Broken prose seldom ends its lines with its sentences; one-line paragraphs nearly always do.
    ends = sum(_SENTENCE_END.search(line) is not None for line, _ in pairs)
    return width if forced >= len(pairs) * 0.5 and ends <= len(pairs) * 0.6 else None


def _share(groups: Sequence[Sequence[str]], width: int) -> float:
    lengths = [len(line) for group in groups for line in group]
    return sum(length > width for length in lengths) / len(lengths)


def _pairs(group: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(group))


def _is_forced(line: str, after: str, width: int) -> bool:
    """Tell whether the next line's first word would not have fitted any more."""
    word = after.split(maxsplit=1)[0]
    # A few columns of grace: programs break at slightly different places.
    return len(line) + 1 + len(word) > width - 3


def _mostly_single(groups: Sequence[Sequence[str]], lines: Sequence[str]) -> bool:
    """Is every line a paragraph? So if lines are long, or empty lines hardly occur."""
    filled = [line for line in lines if line.strip()]
    if not filled:
        return False
    is_long = sum(len(line) > _MOST_WRAPPED for line in filled) >= len(filled) * 0.2
    return is_long or len(groups) <= max(1, len(filled) // 12)


def _by_indent(group: list[str], width: int) -> list[list[str]]:
    """Cut a run where an indented line begins a paragraph, as old typescripts do."""
    indents = [_depth(line) for line in group]
    starts = [place for place, depth in enumerate(indents) if depth >= _INDENTED and place]
    is_typescript = (
        bool(starts)
        and min(indents) == 0
        and all(indents[place + 1 : place + 2] in ([0], []) for place in starts)
        and all(_is_forced(a, b, width) or _depth(b) >= _INDENTED for a, b in _pairs(group))
    )
    if not is_typescript:
        return [group]
    edges = [0, *starts, len(group)]
    return [group[start:end] for start, end in pairwise(edges)]


def _depth(line: str) -> int:
    match = _INDENT.match(line)
    return match.end() if match else 0


def _is_contents(group: Sequence[str]) -> bool:
    """Three or more lines that each are a number and a title, counting up from one."""
    if len(group) < _ENOUGH_ENTRIES or not all(_ENTRY.fullmatch(line) for line in group):
        return False
    read = [read_heading(line) or Heading("numeral", None, "") for line in group]
    numbers = [heading.number for heading in read]
    if None in numbers:
        first = [re.match(r"\s*([ivxlc]+|\d+)", line, re.IGNORECASE) for line in group]
        headings = [read_heading(match[1]) if match else None for match in first]
        numbers = [heading.number if heading else None for heading in headings]
    return numbers == list(range(1, len(group) + 1))


def _blocks(group: list[str], width: int | None) -> list[HtmlBlock]:
    if all(is_scene_break(line) for line in group):
        return [RULE]
    if len(group) > 1 and is_scene_break(group[0]):
        return [RULE, *_blocks(group[1:], width)]
    if len(group) > 1 and is_scene_break(group[-1]):
        return [*_blocks(group[:-1], width), RULE]
    text = squeeze(" ".join(group))
    if len(group) == 1:
        is_centred = _depth(group[0]) >= _CENTRED and len(text) < _SHORT
        opening = '<p align="center">' if is_centred else "<p>"
        return [HtmlBlock("text", f"{opening}{_inline(text)}</p>", text, is_set_apart=is_centred)]
    if width is not None and _is_prose(group, width):
        return [HtmlBlock("text", f"<p>{_inline(text)}</p>", text)]
    return [_kept_lines(group, text)]


def _is_prose(group: Sequence[str], width: int) -> bool:
    """Were most of these breaks forced? Quotations are set narrower, so their own width counts."""
    own = max(len(line) for line in group)
    pairs = _pairs(group)
    depth = min(_depth(line) for line in group)
    is_narrow_quote = depth >= _INDENTED and own > width * 0.6
    limit = own if is_narrow_quote else width
    forced = sum(_is_forced(a, b, limit) for a, b in pairs)
    if len(pairs) == 1:
        # Two lines: the first is full, or it goes on in the middle of a sentence.
        return forced == 1 or (len(group[0]) > width * 0.75 and group[1].strip()[0].islower())
    return forced >= len(pairs) * 0.5


def _kept_lines(group: Sequence[str], text: str) -> HtmlBlock:
    """Verse and letters: line breaks and relative indents stay."""
    least = min(_depth(line) for line in group)
    lines = ["\u00a0" * min(_depth(line) - least, 40) + _inline(line.strip()) for line in group]
    html = f"<p>{_across_lines('<br>'.join(lines))}</p>"
    return HtmlBlock(
        "text", f"<blockquote>{html}</blockquote>" if least >= _INDENTED else html, text
    )


def _across_lines(html: str) -> str:
    return _ITALICS.sub(r"<em>\1</em>", html)


def _inline(text: str) -> str:
    """Escape, and turn `_words_` into italics."""
    return _ITALICS.sub(r"<em>\1</em>", escape(text, quote=False))


def _marked(blocks: list[HtmlBlock]) -> list[HtmlBlock]:
    """Lines that stand alone, are short and all in capitals count as set apart."""
    return [
        HtmlBlock(block.kind, block.html, block.text, block.level, is_set_apart=True)
        if block.kind == "text" and len(block.text) < _SHORT and block.text.isupper()
        else block
        for block in blocks
    ]
