"""Show two states of a chapter side by side, with what was put in and taken out marked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import groupby
from typing import Literal, NamedTuple

from bookcub.core.text.alignment import align, rising
from bookcub.core.text.blocks import (
    PICTURE,
    SEPARATING,
    MarkupBlock,
    find_blocks,
    strip_block_ids,
    wrapped,
)
from bookcub.core.text.counting import MARK, ONE_EACH, count_words_in_text
from bookcub.core.text.tokens import Token, attribute_value, attributes, listed, value

RowKind = Literal["same", "changed", "added", "removed", "moved"]

_PIECES = re.compile(
    rf"\s+|[{ONE_EACH}][{MARK}]*+|[^\W{ONE_EACH}](?:[^\W{ONE_EACH}]|[{MARK}'\u2019])*+|.", re.DOTALL
)
_SHOWN_AS = listed("h1 h2 h3 h4 h5 h6 p pre blockquote")
_FORMATS = listed(
    "a abbr acronym b big cite code del dfn em i ins kbd q s samp small span strike "
    "strong sub sup tt u var"
)
# Two pieces are compared exactly up to this many pairs; beyond, only by their unique words.
_EXACT = 40_000
_PICTURES = frozenset({"audio", "iframe", "img", "video"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison: a block before and after.

    ``old`` and ``new`` are safe markup (empty where there is no block): ``<del>`` around what
    was taken out, ``<ins>`` around what was put in. ``removed_words`` and ``added_words`` count
    them.
    """

    kind: RowKind
    old: str
    new: str
    removed_words: int = 0
    added_words: int = 0


def side_by_side(old_html: str, new_html: str) -> list[Row]:
    """The rows that show how ``old_html`` became ``new_html``; both are sanitised chapters.

    Rows follow the new text; what was removed stands where it was. A block that moved has its
    row, kind ``moved``, at its new place. Formatting that changed counts as changed words.
    """
    old = find_blocks(wrapped(strip_block_ids(old_html)))
    new = find_blocks(wrapped(strip_block_ids(new_html)))
    partners = align([_sameness(block) for block in old], [_sameness(block) for block in new])
    in_order = {new_index for _, new_index in rising(partners)}
    taken = {partner for partner in partners if partner is not None}
    rows: list[Row] = []
    old_at = 0
    for new_index, (block, partner) in enumerate(zip(new, partners, strict=True)):
        if partner is not None and new_index in in_order:
            rows.extend(_removed(old[i]) for i in range(old_at, partner) if i not in taken)
            old_at = partner + 1
        if partner is None:
            rows.append(_added(block))
        else:
            rows.append(_compared(old[partner], block, moved=new_index not in in_order))
    rows.extend(_removed(old[i]) for i in range(old_at, len(old)) if i not in taken)
    return rows


def summary_of(rows: Sequence[Row]) -> tuple[int, int]:
    """How many words the rows show as added, and how many as removed."""
    return sum(row.added_words for row in rows), sum(row.removed_words for row in rows)


class _Piece(NamedTuple):
    """A word, a space or another character with the formatting it stands in."""

    text: str
    formats: tuple[tuple[str, str], ...]


def _sameness(block: MarkupBlock) -> str:
    return block.text() or f"\0{block.tag}"


def _removed(block: MarkupBlock) -> Row:
    pieces = _pieces(block)
    return Row("removed", _shown(block, pieces, lambda _: True, "del"), "", _words(pieces), 0)


def _added(block: MarkupBlock) -> Row:
    pieces = _pieces(block)
    return Row("added", "", _shown(block, pieces, lambda _: True, "ins"), 0, _words(pieces))


def _compared(old: MarkupBlock, new: MarkupBlock, *, moved: bool) -> Row:
    before, after = _pieces(old), _pieces(new)
    if before == after:
        is_same = old.tag == new.tag
        kind: RowKind = "moved" if moved else "same" if is_same else "changed"
        return Row(
            kind,
            _shown(old, before, lambda _: False, "del"),
            _shown(new, after, lambda _: False, "ins"),
        )
    kept_old, kept_new = _kept(before, after)
    return Row(
        "moved" if moved else "changed",
        _shown(old, before, lambda index: index not in kept_old, "del"),
        _shown(new, after, lambda index: index not in kept_new, "ins"),
        _words([piece for index, piece in enumerate(before) if index not in kept_old]),
        _words([piece for index, piece in enumerate(after) if index not in kept_new]),
    )


def _words(pieces: Sequence[_Piece]) -> int:
    return sum(count_words_in_text(piece.text) for piece in pieces)


def _pieces(block: MarkupBlock) -> list[_Piece]:
    pieces: list[_Piece] = []
    formats: list[tuple[str, str]] = []
    for token in block.own:
        if token.kind == "text":
            now = tuple(formats)
            pieces.extend(
                _Piece(part if block.tag == "pre" or not part.isspace() else " ", now)
                for part in _PIECES.findall(value(token.text))
            )
        elif token.kind == "open" and token.name in _FORMATS:
            formats.append((token.name, _attribute(token, "href") if token.name == "a" else ""))
        elif token.kind == "close" and formats and formats[-1][0] == token.name:
            formats.pop()
        elif shown := _picture_or_break(token):
            pieces.append(_Piece(shown, ()))
    while pieces and pieces[-1].text.isspace():
        pieces.pop()
    start = next((at for at, piece in enumerate(pieces) if not piece.text.isspace()), 0)
    return pieces[start:]


def _picture_or_break(token: Token) -> str:
    """What stands for a tag that is not formatting: a space, a newline or a picture's name."""
    if token.name in SEPARATING:
        return " "
    if token.kind == "open" and token.name == "br":
        return "\n"
    if token.kind == "open" and token.name in _PICTURES:
        return f"{PICTURE}{token.name}: {_attribute(token, 'alt') or _attribute(token, 'src')}"
    return ""


def _attribute(token: Token, attribute: str) -> str:
    return attribute_value(attributes(token.text).get(attribute, ""))


def _shown(
    block: MarkupBlock, pieces: Sequence[_Piece], is_marked: Callable[[int], bool], mark: str
) -> str:
    """The block as markup made of escaped text and known tags only."""
    if block.tag == "hr":
        return f"<{mark}><hr></{mark}>" if is_marked(0) else "<hr>"
    parts: list[str] = []
    runs = groupby(enumerate(pieces), key=lambda item: (is_marked(item[0]), item[1].formats))
    for (marked, formats), run in runs:
        text = "".join(_as_markup(piece.text) for _, piece in run)
        for name, address in reversed(formats):
            if name != "a" or address:
                text = f"{_opening(name, address)}{text}</{name}>"
        parts.append(f"<{mark}>{text}</{mark}>" if marked else text)
    tag = block.tag if block.tag in _SHOWN_AS else "p"
    return f"<{tag}>{''.join(parts)}</{tag}>"


def _as_markup(text: str) -> str:
    if text == "\n":
        return "<br>"
    return (
        escape(text.replace(PICTURE, ""), quote=False)
        if text[:1] != PICTURE
        else f"[{escape(text[1:], quote=False)}]"
    )


def _opening(name: str, address: str) -> str:
    if name == "a" and address:
        return f'<a href="{escape(address)}" rel="nofollow ugc noopener">'
    return f"<{name}>"


def _kept(before: Sequence[_Piece], after: Sequence[_Piece]) -> tuple[set[int], set[int]]:
    """The indices of the pieces that stayed, on both sides."""
    kept_old: set[int] = set()
    kept_new: set[int] = set()
    todo = [(0, len(before), 0, len(after))]
    while todo:
        a, a_end, b, b_end = todo.pop()
        while a < a_end and b < b_end and before[a] == after[b]:
            kept_old.add(a)
            kept_new.add(b)
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and before[a_end - 1] == after[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            kept_old.add(a_end)
            kept_new.add(b_end)
        if a == a_end or b == b_end:
            continue
        if (a_end - a) * (b_end - b) <= _EXACT:
            matcher = SequenceMatcher(None, before[a:a_end], after[b:b_end], autojunk=False)
            for block in matcher.get_matching_blocks():
                kept_old.update(range(a + block.a, a + block.a + block.size))
                kept_new.update(range(b + block.b, b + block.b + block.size))
        else:
            todo.extend(_between_unique(before, after, (a, a_end, b, b_end)))
    return kept_old, kept_new


def _between_unique(
    before: Sequence[_Piece], after: Sequence[_Piece], span: tuple[int, int, int, int]
) -> list[tuple[int, int, int, int]]:
    """Divide a span at the pieces that stand once on either side, in order; none: give it up."""
    a, a_end, b, b_end = span
    partners = _unique_pairs(before[a:a_end], after[b:b_end])
    spans = []
    for old_index, new_index in partners:
        spans.append((a, span[0] + old_index, b, span[2] + new_index))
        a, b = span[0] + old_index, span[2] + new_index
    if partners:
        spans.append((a, a_end, b, b_end))
    return spans


def _unique_pairs(before: Sequence[_Piece], after: Sequence[_Piece]) -> list[tuple[int, int]]:
    """Pairs of indices of pieces that stand once on either side, rising on both."""
    once_old = _once(before)
    once_new = _once(after)
    partner: list[int | None] = [None] * len(after)
    for piece, new_index in once_new.items():
        partner[new_index] = once_old.get(piece)
    return rising(partner)


def _once(pieces: Sequence[_Piece]) -> dict[_Piece, int]:
    places: dict[_Piece, int] = {}
    repeated: set[_Piece] = set()
    for index, piece in enumerate(pieces):
        if piece in places:
            repeated.add(piece)
        places[piece] = index
    return {piece: index for piece, index in places.items() if piece not in repeated}
