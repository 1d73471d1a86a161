"""How a text is kept: cleaned, divided into blocks with lasting ids, aligned, compared, counted.

Pure functions on strings. ``docs/text.md`` tells how they fit together.
"""

from bookcub.core.text.alignment import align
from bookcub.core.text.beginnings import beginning
from bookcub.core.text.blocks import (
    Block,
    block_word_counts,
    blocks_of,
    divided,
    strip_block_ids,
    with_block_ids,
    words_before,
)
from bookcub.core.text.characters import as_typed, legible, one_line, shortened
from bookcub.core.text.counting import count_words
from bookcub.core.text.covers import covered
from bookcub.core.text.difference import Row, side_by_side, summary_of
from bookcub.core.text.paragraphs import (
    html_from_line,
    html_from_plain,
    html_from_typed,
    is_too_costly,
    typed_from_html,
)
from bookcub.core.text.passages.quotations import (
    Quotation,
    as_selectors,
    find,
    from_selectors,
    quote,
    whole_block,
)
from bookcub.core.text.passages.reanchoring import Outcome, Reanchored, reanchor
from bookcub.core.text.paste import clean_paste
from bookcub.core.text.replacing import narrowed, one_break, replaced
from bookcub.core.text.sanitising import clean_chapter, clean_comment, clean_notes, plain

__all__ = [
    "Block",
    "Outcome",
    "Quotation",
    "Reanchored",
    "Row",
    "align",
    "as_selectors",
    "as_typed",
    "beginning",
    "block_word_counts",
    "blocks_of",
    "clean_chapter",
    "clean_comment",
    "clean_notes",
    "clean_paste",
    "count_words",
    "covered",
    "divided",
    "find",
    "from_selectors",
    "html_from_line",
    "html_from_plain",
    "html_from_typed",
    "is_too_costly",
    "legible",
    "narrowed",
    "one_break",
    "one_line",
    "plain",
    "quote",
    "reanchor",
    "replaced",
    "shortened",
    "side_by_side",
    "strip_block_ids",
    "summary_of",
    "typed_from_html",
    "whole_block",
    "with_block_ids",
    "words_before",
]
