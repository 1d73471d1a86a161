"""A page or a text as a flat row of blocks: paragraphs, headings and scene breaks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from bookcub.core.text import plain
from bookcub.formats.html.markup import Node, attribute, first, inner, squeeze, text_of

_LEAVES = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "blockquote",
        "pre",
        "hr",
        "figure",
        "details",
        "address",
        "center",
        "iframe",
        "audio",
        "video",
    ]
)
_SECTIONS = frozenset(["div", "section", "article", "header", "main", "aside", "footer"])
_LEAF_SELECTOR = ",".join(sorted(_LEAVES))
_BLOCKS = ",".join(sorted(_LEAVES | _SECTIONS))
_IGNORED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "meta",
        "link",
        "nav",
        "svg",
        "math",
    ]
)
_SCENE = re.compile(
    r"(?:[*＊∗⁂☆★◆◇❖✦✧~∼～#•·●○=+_—–-]\s*){1,60}|(?:[-~=*]*\s*)?(?:o0o|0o0|oOo|xXx|xox|xoxo|x\s*x\s*x)(?:\s*[-~=*]*)?",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MAY_BREAK = _HEADINGS | {"p", "center", "pre"}
_LINES = _HEADINGS | {"p", "center", "address"}
_SOURCE_BREAKS = re.compile(r"[ \t]*\n\s*")
_OUTER_SPACE = re.compile(r"(\A<[^>]*>)[ \t]+|[ \t]+(?=</[a-z0-9]+>\Z)")
_LONGEST_BREAK = 60
_LONGEST_SET_APART = 120
_FEWEST_TEXTS = 4
_BRACKETED_PAGE = re.compile(r"[\[{(]\s*(?:pg|page|p\.)\s*\.?\s*\d{1,4}\s*[\])}]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """One block. `text` is its words on one line; `is_set_apart` if all bold or centred."""

    kind: Literal["text", "heading", "rule", "gap"]
    html: str
    text: str = ""
    level: int = 0
    is_set_apart: bool = False


RULE = HtmlBlock("rule", "<hr>")


def is_scene_break(text: str) -> bool:
    """Tell whether these few signs stand for a break between scenes."""
    text = text.strip()
    return (
        0 < len(text) <= _LONGEST_BREAK
        and _SCENE.fullmatch(text) is not None
        and text not in "—–-_=+"
    )


def blocks_of(root: Node) -> list[HtmlBlock]:
    """All blocks under a node in order. Wrappers are opened; loose words become paragraphs."""
    blocks: list[HtmlBlock] = []
    loose: list[str] = []
    wrappers = _wrappers(root)
    stack: list[Node | None] = [root.first_child]
    while stack:
        node = stack.pop()
        if node is None:
            _close(loose, blocks)
            continue
        stack.append(node.next)  # None at the end of a wrapper: its last loose words end there
        if node.is_element_node and node.mem_id in wrappers and node.tag not in _IGNORED:
            _close(loose, blocks)
            stack.append(node.first_child)
        elif node.tag in _LEAVES:
            _close(loose, blocks)
            blocks += _leaf(node)
        else:
            _loose(node, loose, blocks)
    _close(loose, blocks)
    return resolve_gaps(blocks)


def _loose(node: Node, loose: list[str], blocks: list[HtmlBlock]) -> None:
    """Words and elements that stand in no paragraph."""
    if node.is_text_node:
        loose.append(_escaped(node.text(deep=False)))
    elif node.is_element_node and node.tag in _SECTIONS:
        _close(loose, blocks)
        loose.append(inner(node))
        _close(loose, blocks)
    elif node.is_element_node and node.tag not in _IGNORED:
        loose.append(node.html or "")


def _wrappers(root: Node) -> set[int]:
    """The elements to open: those around blocks, found from the inside in a single pass."""
    found: set[int] = set()
    for block in root.css(_BLOCKS):
        above = block.parent
        while above is not None and above.mem_id not in found:
            found.add(above.mem_id)
            above = above.parent
    for leaf in root.css(_LEAF_SELECTOR):
        if leaf.tag not in ("center", "blockquote", "address") or not _holds_headings(leaf):
            found.discard(leaf.mem_id)
    return found


def _holds_headings(node: Node) -> bool:
    return first(node, "h1, h2, h3") is not None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _close(loose: list[str], blocks: list[HtmlBlock]) -> None:
    """End the paragraph that loose words have been making; two line breaks part paragraphs."""
    html = "".join(loose).strip()
    loose.clear()
    for piece in re.split(r"(?:<br\s*/?>\s*){2,}", html):
        words = squeeze(re.sub(r"<[^>]*>", " ", piece))
        if is_scene_break(words):
            blocks.append(RULE)
        elif words or "<img" in piece:
            blocks.append(HtmlBlock("text", f"<p>{piece.strip()}</p>", _unescaped(words)))


def _unescaped(text: str) -> str:
    return (
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
    )


def _leaf(node: Node) -> list[HtmlBlock]:
    text = text_of(node) if node.tag in _LINES else plain(node.html or "")
    if node.tag == "hr" or (node.tag in _MAY_BREAK and is_scene_break(text)):
        return [RULE]
    if node.tag in _HEADINGS:
        return [HtmlBlock("heading", _tidy(node), text, int((node.tag or "h2")[1]))] if text else []
    if not text and first(node, "img, audio, video, iframe") is None:
        return [HtmlBlock("gap", "")]
    if _BRACKETED_PAGE.fullmatch(text):
        return []
    return [HtmlBlock("text", _tidy(node), text, is_set_apart=_is_set_apart(node, text))]


def _tidy(node: Node) -> str:
    """Markup without the line breaks of its source, except where they are meant."""
    html = node.html or ""
    if node.tag == "pre" or "<pre" in html:
        return html
    html = _SOURCE_BREAKS.sub(" ", html)
    return _OUTER_SPACE.sub(lambda found: found[1] or "", html) if node.tag in _LINES else html


def _is_set_apart(node: Node, text: str) -> bool:
    if len(text) > _LONGEST_SET_APART:
        return False
    if node.tag == "center" or attribute(node, "align") == "center":
        return True
    strong = "".join(text_of(bold) for bold in node.css("b, strong"))
    return bool(text) and squeeze(strong) == text


def resolve_gaps(blocks: Iterable[HtmlBlock]) -> list[HtmlBlock]:
    """Empty paragraphs: rare ones are scene breaks, usual ones are only how it was typed."""
    found = list(blocks)
    inside = [
        place
        for place in range(1, len(found) - 1)
        if found[place].kind == "gap"
        and found[place - 1].kind == "text"
        and _next_kind(found, place) == "text"
    ]
    texts = sum(block.kind == "text" for block in found)
    are_breaks = 0 < len(inside) <= max(1, texts // 6) and texts >= _FEWEST_TEXTS
    marks = set(inside) if are_breaks else set()
    settled = (RULE if place in marks else block for place, block in enumerate(found))
    return [block for block in settled if block.kind != "gap"]


def _next_kind(blocks: list[HtmlBlock], place: int) -> str:
    return next((block.kind for block in blocks[place + 1 :] if block.kind != "gap"), "")


def as_heading(block: HtmlBlock, level: int) -> HtmlBlock:
    """The same words as a heading of the text."""
    return replace(block, kind="heading", level=level)


def joined(blocks: Iterable[HtmlBlock]) -> str:
    """The blocks' markup, without scene breaks at either end or twice in a row."""
    kept: list[HtmlBlock] = []
    for block in blocks:
        if block.kind == "rule" and (not kept or kept[-1].kind == "rule"):
            continue
        kept.append(block)
    while kept and kept[-1].kind == "rule":
        kept.pop()
    return "\n".join(block.html for block in kept)


def words_in(blocks: Iterable[HtmlBlock]) -> int:
    """How many words the blocks hold, roughly."""
    return sum(len(block.text.split()) for block in blocks if block.kind == "text")
