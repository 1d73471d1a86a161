"""Put other words in the place of a quotation, and leave all markup around them as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from bookcub.core.text.blocks import (
    PICTURES,
    SEPARATING,
    Block,
    MarkupBlock,
    find_blocks,
    picture_words,
    wrapped,
)
from bookcub.core.text.passages.quotations import Quotation, quote
from bookcub.core.text.tokens import Token, value

_REFERENCE_OR_CHARACTER = re.compile(
    r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);|.", re.DOTALL
)
_WHITE = frozenset(" \t\n\f\r")
_WORD = re.compile(r"\S+")


class _Placed(NamedTuple):
    """A character of a block's text, and where it stands in the markup; `is_text`: it can be taken out."""

    character: str
    start: int
    end: int
    is_text: bool


def replaced(html: str, quotation: Quotation, words: str) -> str:
    """Sanitised ``html`` with ``words`` (plain text; a newline breaks the line) where a quotation stands.

    Elements stay as they are, and what the two have in common at either end is not touched, so that words
    keep their emphasis. Raises ValueError where the very words do not stand at the very place, where they
    go over more than one block, or hold a picture.
    """
    html = wrapped(html)
    block = _block_of(html, quotation)
    placed = _placed(block)
    text = "".join(one.character for one in placed)
    start, end = quotation.start_offset, quotation.end_offset
    if text != block.text() or text[start:end] != quotation.exact:
        raise ValueError("These words do not stand there")
    words = one_break(words)
    leaves_out = not words
    start, end, words = _without_common_ends(text, start, end, words)
    if leaves_out:
        start, end = _with_a_space(text, start, end)
    taken = placed[start:end]
    if not all(one.is_text for one in taken):
        raise ValueError("Pictures and breaks between blocks are not replaced")
    at = taken[0].start if taken else placed[start - 1].end if start else placed[0].start
    new = escape(words, quote=False)
    out, done = [html[:at], new if block.tag == "pre" else new.replace("\n", "<br>")], at
    for one in taken:
        out.append(html[done : one.start])
        done = one.end
    return "".join([*out, html[done:]])


def one_break(words: str) -> str:
    """Plain text with single spaces and single breaks, and none at either end."""
    lines = [" ".join(line.split()) for line in words.splitlines()]
    return "\n".join(line for line in lines if line)


def narrowed(blocks: Sequence[Block], quotation: Quotation, words: str) -> tuple[Quotation, str]:
    """The words that really change, with at least one to hold on to; and what stands in their place.

    ``words`` stand for the whole quotation, within one block. Raises ValueError as :func:`quote` does.
    """
    exact = quotation.exact
    before, after = list(_WORD.finditer(exact)), list(_WORD.finditer(one_break(words)))
    old, new = [one[0] for one in before], [one[0] for one in after]
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    if head + tail == len(old):  # only put in: a word beside it is what it hangs on
        head, tail = (head - 1, tail) if head else (head, tail - 1)
    first, last = before[head], before[len(old) - tail - 1]
    place = quotation.start_offset
    part = quote(
        blocks,
        quotation.start_block_id,
        place + first.start(),
        quotation.start_block_id,
        place + last.end(),
    )
    kept = after[head : len(new) - tail]
    return part, one_break(words)[kept[0].start() : kept[-1].end()] if kept else ""


def _alike(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            return count
        count += 1
    return count


def _block_of(html: str, quotation: Quotation) -> MarkupBlock:
    if quotation.start_block_id != quotation.end_block_id:
        raise ValueError("Words are replaced within one paragraph")
    for found in find_blocks(html):
        if found.block().id == quotation.start_block_id:
            return found
    raise ValueError(f"There is no block {quotation.start_block_id!r}")


def _with_a_space(text: str, start: int, end: int) -> tuple[int, int]:
    """What is left out takes a space with it, so that no two meet and none stands before a comma."""
    if text[start - 1 : start] == " " and not text[end : end + 1].isalnum():
        return start - 1, end
    return start, end + 1 if start == 0 and text[end : end + 1] == " " else end


def _without_common_ends(text: str, start: int, end: int, words: str) -> tuple[int, int, str]:
    head = 0
    while start + head < end and head < len(words) and text[start + head] == words[head]:
        head += 1
    start, words = start + head, words[head:]
    tail = 0
    while end - tail > start and tail < len(words) and text[end - 1 - tail] == words[-1 - tail]:
        tail += 1
    return start, end - tail, words[: len(words) - tail]


def _placed(block: MarkupBlock) -> list[_Placed]:
    """The characters of the block's text as :meth:`MarkupBlock.text` has them, each with its place."""
    keeps_spaces = block.tag == "pre"
    row: list[_Placed] = []
    for token in block.own:
        if token.kind == "text":
            row.extend(_of_text(token, keeps_spaces=keeps_spaces))
        elif token.kind == "open" and token.name == "br":
            row.append(_Placed("\n", token.start, token.end, is_text=True))
        elif token.kind == "open" and token.name in PICTURES:
            stands = picture_words(token)
            row.extend(_Placed(one, token.start, token.end, is_text=False) for one in stands)
        elif token.name in SEPARATING:
            row.append(_Placed(" ", token.start, token.end, is_text=False))
    return _stripped(row if keeps_spaces else _single_spaces(row))


def _of_text(token: Token, *, keeps_spaces: bool) -> Iterator[_Placed]:
    """The characters that a text shows: references resolved, runs of white space one space."""
    white: _Placed | None = None
    for piece in _REFERENCE_OR_CHARACTER.finditer(token.text):
        start, end = token.start + piece.start(), token.start + piece.end()
        for one in value(piece[0]):
            if keeps_spaces or one not in _WHITE:
                if white:
                    yield white
                    white = None
                yield _Placed(one, start, end, is_text=True)
            else:
                white = _Placed(" ", white.start if white else start, end, is_text=True)
    if white:
        yield white


def _single_spaces(row: Sequence[_Placed]) -> list[_Placed]:
    """Without spaces beside a space or a break."""
    kept: list[_Placed] = []
    for one in row:
        last = kept[-1].character if kept else ""
        if one.character == " " and last in {" ", "\n"}:
            continue
        if one.character == "\n" and last == " ":
            kept.pop()
        kept.append(one)
    return kept


def _stripped(row: list[_Placed]) -> list[_Placed]:
    """Without white space at either end."""
    shown = [at for at, one in enumerate(row) if not one.character.isspace()]
    return row[shown[0] : shown[-1] + 1] if shown else []
