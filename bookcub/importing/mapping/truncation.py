"""Markup that is too long: parted between its outermost elements, or cut there."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape

from bookcub.core.text import plain
from bookcub.core.text.tokens import VOID, tokens
from bookcub.works.fields import NOTES_MARKUP_FACTOR

PART_MAX = 480_000  # characters with markup; some way below what a chapter may have
ENDING = "…"


def outermost(html: str) -> Iterator[str]:
    """The pieces of well-formed markup that stand side by side; together they are the whole."""
    depth, begin = 0, 0
    for token in tokens(html):
        if token.kind == "open" and token.name not in VOID:
            if depth == 0 and html[begin : token.start].strip():
                yield html[begin : token.start]
                begin = token.start
            depth += 1
        elif token.kind == "close":
            depth = max(0, depth - 1)
        else:
            continue
        if depth == 0:
            yield html[begin : token.end]
            begin = token.end
    if html[begin:].strip():
        yield html[begin:]


def parted(html: str, most: int = PART_MAX) -> list[str]:
    """The markup in as few parts as keep to `most` characters each."""
    if len(html) <= most:
        return [html]
    parts: list[list[str]] = [[]]
    size = 0
    for piece in _small_enough(html, most):
        if size + len(piece) > most and parts[-1]:
            parts.append([])
            size = 0
        parts[-1].append(piece)
        size += len(piece)
    return ["".join(part) for part in parts if part]


def _small_enough(html: str, most: int) -> Iterator[str]:
    for piece in outermost(html):
        if len(piece) <= most:
            yield piece
        else:
            # One element as long as a book: its words are worth more than its markup.
            yield from _paragraphs(plain(piece), most // 8)


def _paragraphs(text: str, most: int) -> Iterator[str]:
    while text:
        here = cut_text(text, most)
        yield f"<p>{escape(here)}</p>"
        text = text[len(here) :].strip()


def cut_text(text: str, most: int) -> str:
    """The beginning of a text, up to the last space within `most` characters."""
    if len(text) <= most:
        return text
    space = text.rfind(" ", most // 2, most + 1)
    return text[: space if space > 0 else most].rstrip()


def cut_html(html: str, most: int) -> tuple[str, bool]:
    """Notes of at most `most` shown characters, and whether something had to go."""
    if len(plain(html)) <= most and len(html) <= most * NOTES_MARKUP_FACTOR:
        return html, False
    kept: list[str] = []
    room, room_with_markup = most - len(ENDING) - 1, most * NOTES_MARKUP_FACTOR - 100
    for piece in outermost(html):
        shown = len(plain(piece)) + 1
        if shown > room or len(piece) > room_with_markup:
            if not kept:
                kept.append(
                    f"<p>{escape(cut_text(plain(piece), min(room, room_with_markup // 6)))}</p>"
                )
            break
        kept.append(piece)
        room, room_with_markup = room - shown, room_with_markup - len(piece)
    return "".join(kept) + f"<p>{ENDING}</p>", True
