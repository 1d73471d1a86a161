"""How a text is kept: cleaned, divided into blocks with lasting ids, aligned, compared, counted.

Pure functions on strings. ``docs/text.md`` tells how they fit together.
"""

from bookcub.core.text.alignment import align
from bookcub.core.text.blocks import (
    Block,
    block_word_counts,
    blocks_of,
    strip_block_ids,
    with_block_ids,
    words_before,
)
from bookcub.core.text.difference import Row, side_by_side, summary_of
from bookcub.core.text.paragraphs import html_from_plain, html_from_typed
from bookcub.core.text.paste import clean_paste
from bookcub.core.text.sanitising import (
    clean_chapter,
    clean_comment,
    clean_notes,
    plain,
)
from bookcub.core.text.signs import legible, one_line
from bookcub.core.text.words import count_words

__all__ = [
    "Block",
    "Row",
    "align",
    "block_word_counts",
    "blocks_of",
    "clean_chapter",
    "clean_comment",
    "clean_notes",
    "clean_paste",
    "count_words",
    "html_from_plain",
    "html_from_typed",
    "legible",
    "one_line",
    "plain",
    "side_by_side",
    "strip_block_ids",
    "summary_of",
    "with_block_ids",
    "words_before",
]
