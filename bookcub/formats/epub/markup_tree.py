"""Sanitised markup as a tree, and what of its attributes an e-book may hold: for :mod:`bookcub.formats.epub.xhtml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote, urlsplit

from bookcub.core.text.characters import legible
from bookcub.core.text.tokens import VOID, attribute_value, attributes, listed, tokens, value

MAX_DEPTH = 120  # elements within elements; deeper ones lose their tags and keep their words

INLINE = listed(
    "a abbr b bdi bdo big br cite code del dfn em i ins kbd q rp rt ruby s samp small span strike "
    "strong sub sup tt u var acronym img"
)
MEDIA = listed("audio video iframe")
WORDLESS = listed("source track col colgroup rp")
CELLS = listed("td th")
_ROWS = listed("thead tbody tfoot")
_NUMBER = re.compile(r"-?\d{1,6}")
_SCHEMES = ("http", "https", "mailto", "ftp")
_SAFE_IN_ADDRESS = "/:?#@!$&'()*+,;=~%-._"
_WIDEST = 50  # columns that one cell may span


@dataclass(slots=True)
class MarkupNode:
    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[MarkupNode | str] = field(default_factory=list)


def xml_text(text: str) -> str:
    """Text for an XML document: legible, and its markup characters escaped."""
    return escape(legible(text), quote=True)


def tree(html: str) -> list[MarkupNode | str]:
    """What sanitised markup says, as a tree. Mistakes in the nesting are forgiven."""
    root = MarkupNode("")
    open_nodes = [root]
    too_deep: list[str] = []
    for token in tokens(html):
        if token.kind == "text":
            open_nodes[-1].children.append(legible(value(token.text)))
        elif token.kind == "open":
            if len(open_nodes) > MAX_DEPTH and token.name not in VOID:
                too_deep.append(token.name)
                continue
            found = attributes(token.text).items()
            node = MarkupNode(token.name, {name: attribute_value(given) for name, given in found})
            open_nodes[-1].children.append(node)
            if token.name not in VOID:
                open_nodes.append(node)
        elif token.kind == "close":
            if too_deep and too_deep[-1] == token.name:
                too_deep.pop()
            else:
                _close(open_nodes, token.name)
    return root.children


def _close(open_nodes: list[MarkupNode], name: str) -> None:
    for place in range(len(open_nodes) - 1, 0, -1):
        if open_nodes[place].tag == name:
            del open_nodes[place:]
            return


def elements(children: Iterable[MarkupNode | str]) -> Iterator[MarkupNode]:
    return (child for child in children if isinstance(child, MarkupNode))


def holds_block(node: MarkupNode) -> bool:
    return any(
        child.tag not in INLINE | MEDIA | WORDLESS or holds_block(child)
        for child in elements(node.children)
    )


def own_attributes(node: MarkupNode, *, numbered: bool) -> dict[str, str]:
    """What only this element has."""
    given = node.attrs
    if node.tag == "a":
        address = web_address(given.get("href", ""))
        return {"href": address} if address else {}
    if node.tag in CELLS:
        return {
            name: given[name]
            for name in ("colspan", "rowspan")
            if given.get(name, "").isdecimal() and 1 < int(given[name]) <= _WIDEST
        }
    if node.tag == "ol":
        found = {}
        if _NUMBER.fullmatch(given.get("start", "")):
            found["start"] = given["start"]
        if given.get("type") in ("1", "a", "A", "i", "I"):
            found["type"] = given["type"]
        return found
    if node.tag == "li" and numbered and _NUMBER.fullmatch(given.get("value", "")):
        return {"value": given["value"]}
    return {}


def web_address(address: str) -> str:
    """An address as it may stand in a book; empty if it is none that leads out of it."""
    address = "".join(legible(address).split())
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES:
        return ""
    if parts.scheme.lower() != "mailto" and not parts.hostname:
        return ""
    written = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(address, safe=_SAFE_IN_ADDRESS))
    # The second '#' of an address is no fragment's any more.
    before, sign, after = written.partition("#")
    return before + sign + after.replace("#", "%23")


def elsewhere(node: MarkupNode) -> str:
    """A link to what a book cannot carry."""
    source = node.attrs.get("src", "") or next(
        (each.attrs.get("src", "") for each in elements(node.children) if each.tag == "source"), ""
    )
    address = web_address(source)
    names = {"img": "Picture", "audio": "Sound"}
    name = node.attrs.get("alt") or node.attrs.get("title") or names.get(node.tag, "Film")
    given = escape(f"[{name}]", quote=False)
    return f'<a href="{xml_text(address)}">{given}</a>' if address else given


def flattened(children: Sequence[MarkupNode | str]) -> list[MarkupNode | str]:
    """The same words with line breaks for the borders of blocks, where no block may stand."""
    out: list[MarkupNode | str] = []
    for child in children:
        if isinstance(child, str) or (child.tag in INLINE | MEDIA and not holds_block(child)):
            out.append(child)
            continue
        inner = flattened(child.children)
        if child.tag in INLINE:
            out.append(MarkupNode(child.tag, child.attrs, inner))
        elif inner:
            if out:
                out.append(MarkupNode("br"))
            out.extend(inner)
    return out


def rows_of(table: MarkupNode) -> Iterator[tuple[MarkupNode, list[MarkupNode]]]:
    for child in elements(table.children):
        if child.tag in _ROWS:
            yield from rows_of(child)
        elif child.tag == "tr":
            yield child, [cell for cell in elements(child.children) if cell.tag in CELLS]


def span(cell: MarkupNode) -> int:
    written = cell.attrs.get("colspan", "")
    return int(written) if written.isdecimal() else 1
