"""Divide a chapter into blocks and give each an id that lasts through edits of the others.

A block is the innermost paragraph-like element around some text, picture or player; ``<hr>`` is
one by itself. Inline text outside of every paragraph-like element is first put into a ``<p>``.
The functions here take *sanitised* markup (see :func:`~bookcub.core.text.clean_chapter`).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bookcub.core.ids import ALPHABET, short_id
from bookcub.core.text.alignment import align
from bookcub.core.text.counting import count_words_in_text
from bookcub.core.text.tokens import VOID, Token, attribute_value, attributes, listed, tokens, value

_PARAGRAPH_LIKE = listed(
    "address blockquote center details dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 "
    "li ol p pre summary table ul"
)
_BREAKING = _PARAGRAPH_LIKE | {"hr"}
#: Tags between which a block's own text is parted: its cells, and blocks within it.
SEPARATING = _PARAGRAPH_LIKE | frozenset(["td", "th", "tr", "caption", "hr"])
PICTURES = frozenset({"img", "audio", "video", "iframe"})
_ID = re.compile(rf"b-[{ALPHABET}]{{8}}")
_ID_ATTRIBUTE = re.compile(rf"\s+id=\"b-[{ALPHABET}]{{8}}\"")
_ANY_ID = re.compile(r"\s+id(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>\"']*))?(?=\s|$)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\f\r]+")
#: Stands for a picture in a block's text, before the picture's alternative text.
PICTURE = "\ufffc"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph-like element.

    The id is ``b-`` and 8 characters, or empty if it has none yet; the tag is the element's name.
    The text is what the element shows less what blocks within it show: references resolved, runs
    of white space one space (kept in ``<pre>``), ``<br>`` a newline, each picture U+FFFC followed
    by its alternative text; no space at either end.
    """

    id: str
    tag: str
    text: str


def new_block_id() -> str:
    """A random block id: ``b-`` and 8 characters (40 bits) of Crockford's base 32, lower case."""
    return f"b-{short_id()}"


def blocks_of(html: str) -> list[Block]:
    """The blocks of ``html`` in the order in which they open."""
    return [found.block() for found in find_blocks(wrapped(html))]


def with_block_ids(
    html: str, *, before: Sequence[Block] = (), new_id: Callable[[], str] = new_block_id
) -> str:
    """The markup of :func:`divided`."""
    return divided(html, before=before, new_id=new_id)[0]


def divided(
    html: str, *, before: Sequence[Block] = (), new_id: Callable[[], str] = new_block_id
) -> tuple[str, tuple[Block, ...]]:
    """``html`` with an id on every block, carried over from ``before`` by :func:`align`; and its blocks.

    Ids that are already in ``html`` are ignored. No new id equals one in ``before`` or another in
    the text. ``new_id`` has to return ids of the form of :func:`new_block_id`. Raises ValueError
    if it does not, and RuntimeError if it returns a thousand used ones in a row.
    """
    html = wrapped(strip_block_ids(html))
    found = find_blocks(html)
    texts = [block.text() for block in found]
    partners = align(
        [_sameness(block.tag, block.text) for block in before],
        [_sameness(block.tag, text) for block, text in zip(found, texts, strict=True)],
    )
    used = {block.id for block in before}
    blocks: list[Block] = []
    out: list[str] = []
    at = 0
    for block, text, partner in zip(found, texts, partners, strict=True):
        block_id = before[partner].id if partner is not None else ""
        if not block_id:
            block_id = _unused(used, new_id)
        blocks.append(Block(block_id, block.tag, text))
        out.append(html[at : block.name_end])
        out.append(f' id="{block_id}"')
        rest = html[block.name_end : block.tag_end]
        out.append(_ANY_ID.sub("", rest[:-1]) + rest[-1:])
        at = block.tag_end
    out.append(html[at:])
    return "".join(out), tuple(blocks)


def strip_block_ids(html: str) -> str:
    """``html`` without the ids of blocks; other ids stay."""
    if ' id="b-' not in html:
        return html
    out: list[str] = []
    at = 0
    for token in tokens(html):
        if token.kind == "open" and 'id="b-' in token.text:
            out.append(html[at : token.start])
            out.append(_ID_ATTRIBUTE.sub("", html[token.start : token.end]))
            at = token.end
    out.append(html[at:])
    return "".join(out)


def block_word_counts(html: str) -> list[tuple[str, int]]:
    """Each block's id and the number of words in its own text, in the order of the text."""
    return [(block.id, count_words_in_text(block.text)) for block in blocks_of(html)]


def words_before(html: str, block_id: str) -> int:
    """How many words stand before the block ``block_id``. Raises KeyError if it is not there."""
    count = 0
    for found_id, words in block_word_counts(html):
        if found_id == block_id:
            return count
        count += words
    raise KeyError(block_id)


@dataclass(slots=True)
class MarkupBlock:
    """A block in its markup: where its opening tag stands, and the tokens that are its own."""

    tag: str
    start: int
    name_end: int
    tag_end: int
    written_attributes: str
    has_content: bool = False
    own: list[Token] = field(default_factory=list)

    def take(self, token: Token) -> None:
        """Add a token that stands directly in the block."""
        self.own.append(token)
        self.has_content = self.has_content or _is_content(token)

    def text(self) -> str:
        """The block's own text as :class:`Block` keeps it."""
        parts = []
        for token in self.own:
            if token.kind == "text":
                text = value(token.text)
                parts.append(text if self.tag == "pre" else _SPACES.sub(" ", text))
            elif token.kind == "open" and token.name == "br":
                parts.append("\n")
            elif token.kind == "open" and token.name in PICTURES:
                parts.append(picture_words(token))
            elif token.name in SEPARATING:
                parts.append(" ")
        text = "".join(parts)
        if self.tag != "pre":
            text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text))
        return text.strip()

    def block(self) -> Block:
        """The block with the id that its markup holds, if it is one of a block."""
        block_id = attributes(self.written_attributes).get("id", "")
        return Block(block_id if _ID.fullmatch(block_id) else "", self.tag, self.text())


def picture_words(token: Token) -> str:
    """What stands in a block's text for a picture: a sign, and its alternative text."""
    return PICTURE + attribute_value(attributes(token.text).get("alt", ""))


def find_blocks(html: str) -> list[MarkupBlock]:
    """The blocks of markup in which all text is inside of a paragraph-like element."""
    found: list[MarkupBlock] = []
    stack: list[MarkupBlock] = []
    for token in tokens(html):
        name = token.name
        if stack:
            stack[-1].take(token)
        if token.kind == "open" and name in _BREAKING:
            found.append(
                MarkupBlock(name, token.start, token.start + 1 + len(name), token.end, token.text)
            )
            if name in _PARAGRAPH_LIKE:
                stack.append(found[-1])
        elif token.kind == "close" and stack and stack[-1].tag == name:
            stack.pop()
    return [block for block in found if block.has_content or block.tag == "hr"]


def wrapped(html: str) -> str:
    """``html`` with inline text outside of every paragraph-like element put into ``<p>``."""
    row = list(tokens(html))
    holds = _holding_blocks(row)
    out: list[str] = []
    run: list[int] = []

    def end_run() -> None:
        if any(_is_content(row[index]) for index in run):
            markup = html[row[run[0]].start : row[run[-1]].end]
            inner = markup.strip()
            lead = markup[: len(markup) - len(markup.lstrip())]
            out.append(f"{lead}<p>{inner}</p>{markup[len(lead) + len(inner) :]}")
        elif run:
            out.append(html[row[run[0]].start : row[run[-1]].end])
        run.clear()

    depth = 0
    for index, token in enumerate(row):
        if depth or token.name in _BREAKING or index in holds:
            end_run()
            out.append(html[token.start : token.end])
            if token.name in _PARAGRAPH_LIKE:
                depth = max(0, depth + (1 if token.kind == "open" else -1))
        else:
            run.append(index)
    end_run()
    return "".join(out)


def _holding_blocks(row: list[Token]) -> set[int]:
    """The indices of the tags of inline elements that hold a paragraph-like element."""
    holds: set[int] = set()
    stack: list[int] = []
    # How many of the innermost open elements are not known yet to hold a block.
    unsure = 0
    for index, token in enumerate(row):
        if token.kind == "open":
            if token.name in _BREAKING and unsure:
                holds.update(stack[-unsure:])
                unsure = 0
            if token.name not in VOID:
                stack.append(index)
                unsure += 1
        elif token.kind == "close" and stack and row[stack[-1]].name == token.name:
            opened = stack.pop()
            unsure = max(0, unsure - 1)
            if opened in holds:
                holds.add(index)
    return holds


def _is_content(token: Token) -> bool:
    if token.kind == "text":
        return not value(token.text).isspace()
    return token.kind == "open" and token.name in PICTURES


def _sameness(tag: str, text: str) -> str:
    """What is compared to tell whether two blocks are the same: text, or the element if none."""
    return text or f"\0{tag}"


def _unused(used: set[str], new_id: Callable[[], str]) -> str:
    for _ in range(1000):
        block_id = new_id()
        if not _ID.fullmatch(block_id):
            raise ValueError(f"{block_id!r} is not a block id")
        if block_id not in used:
            used.add(block_id)
            return block_id
    raise RuntimeError("new_id returned only ids that are in use")
