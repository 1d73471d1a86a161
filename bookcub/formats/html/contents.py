"""Tables of contents, left out because every reader's page makes its own."""

import re
from collections.abc import Sequence

from bookcub.formats.html.blocks import HtmlBlock
from bookcub.formats.html.headings import is_contents, read_heading
from bookcub.formats.story.remarks import Remark, remark

_LONGEST_ENTRY = 90
_STARTS_WITHIN = 60
_BARE_WITHIN = 600


def without_contents(blocks: list[HtmlBlock], notices: list[Remark]) -> list[HtmlBlock]:
    """Leave out a table of contents: its heading and the short lines under it."""
    kept: list[HtmlBlock] = []
    skipping = False
    for place, block in enumerate(blocks):
        if is_contents(block.text) and len(block.text) < _LONGEST_ENTRY and place < _STARTS_WITHIN:
            skipping = True
            notices.append(remark("contents-left-out"))
            continue
        if skipping:
            is_entry = block.kind == "text" and (
                len(block.text) < _LONGEST_ENTRY or "<table" in block.html or "<li" in block.html
            )
            if is_entry and not _is_repeat_start(block, blocks[:place]):
                continue
            if block.kind == "heading" and _occurs_later(block, blocks[place + 1 :]):
                continue
            skipping = False
        kept.append(block)
    if len(kept) == len(blocks):
        kept = _without_bare_entries(kept, notices)
    return kept


def _is_repeat_start(block: HtmlBlock, before: Sequence[HtmlBlock]) -> bool:
    """Tell whether this line repeats an entry of the contents, and so begins the text."""
    key = key_of(block.text)
    return bool(key) and any(f" {key} " in f" {key_of(other.text)} " for other in before[-120:])


def _occurs_later(block: HtmlBlock, after: Sequence[HtmlBlock]) -> bool:
    key = key_of(block.text)
    return any(other.kind == "heading" and key_of(other.text) == key for other in after)


def _without_bare_entries(blocks: list[HtmlBlock], notices: list[Remark]) -> list[HtmlBlock]:
    """Leave out three or more headings in a row that all come again: contents without a name."""
    marks: list[bool] = []
    last_place = {key_of(block.text): place for place, block in enumerate(blocks) if block.text}
    for place, block in enumerate(blocks[:_BARE_WITHIN]):
        heading = read_heading(block.text) if block.text else None
        again = last_place.get(key_of(block.text), place) > place
        marks.append(heading is not None and again)
    runs = re.finditer("1{3,}", "".join("1" if mark else "0" for mark in marks))
    run = next(runs, None)
    if run is None:
        return blocks
    notices.append(remark("contents-left-out"))
    return blocks[: run.start()] + blocks[run.end() :]


def key_of(text: str) -> str:
    """Words alone, for telling whether two headings say the same."""
    return re.sub(r"\W+", " ", text.casefold()).strip()
