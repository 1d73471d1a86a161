"""A little language over selectolax for reading pages that others wrote."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.story.parsed import SourceRefusedError

Node = LexborNode

MAX_CHARACTERS = 12_000_000
MAX_DEPTH = 20_000
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_DEEPENING = re.compile(
    r"<(/?)(?:div|span|section|blockquote|ul|ol|dl|table|font|center|b|i|em|strong|u|a|q)\b",
    re.IGNORECASE,
)
_VOID = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
# No whitespace is matched twice, so that a page of slashes costs no more than its length.
_SELF_CLOSED = re.compile(rf"<(?!(?:{_VOID})\b)([a-z][a-z0-9:]*)((?:\s[^<>]*)?)/>", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0]+")


def parse(html: str, *, xhtml: bool = False) -> LexborHTMLParser:
    """Parse a page as browsers do. With `xhtml`, `<a id="x"/>` is an empty element.

    Raises RefusedError for pages that are too long or nested too deeply to be a story.
    """
    if len(html) > MAX_CHARACTERS:
        raise SourceRefusedError(
            "too-large",
            gettext_noop("This page is longer than one story can be."),
            gettext_noop("Save its chapters one by one and import them together."),
        )
    if _depth(html) > MAX_DEPTH:
        raise SourceRefusedError(
            "unsafe",
            gettext_noop("This page is nested deeper than any story, so it was not opened."),
            gettext_noop(
                "If the story is your own, save the file again from the program that made it."
            ),
        )
    html = _DOCTYPE.sub("<!DOCTYPE html>", html[:20_000], count=1) + html[20_000:]
    if xhtml:
        html = _SELF_CLOSED.sub(r"<\1\2></\1>", html)
    return LexborHTMLParser(html)


def _depth(html: str) -> int:
    depth = deepest = 0
    for match in _DEEPENING.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def body_of(page: LexborHTMLParser) -> Node:
    """The page's body; the parser always makes one, except for framesets."""
    body = page.body or page.root
    if body is None:
        raise SourceRefusedError(
            "empty",
            gettext_noop("There is no text in this file."),
            gettext_noop("Check that you chose the right file."),
        )
    return body


def squeeze(text: str) -> str:
    """One line, single spaces."""
    return _SPACE.sub(" ", text).strip()


def text_of(node: Node | None) -> str:
    """The words of a node on one line; "" for none."""
    return "" if node is None else squeeze(node.text(deep=True))


def first(node: Node | LexborHTMLParser | None, *selectors: str) -> Node | None:
    """The first match of the first selector that matches anything."""
    if node is None:
        return None
    for selector in selectors:
        found = node.css_first(selector)
        if found is not None:
            return found
    return None


def inner(node: Node | None) -> str:
    """The markup inside a node; "" for none."""
    return "" if node is None else (node.inner_html or "")


def drop(node: Node | LexborHTMLParser, selector: str) -> int:
    """Remove all matches, with everything in them. Returns how many there were."""
    found = node.css(selector)
    for match in found:
        if match.parent is not None:
            match.decompose()
    return len(found)


def classes(node: Node) -> frozenset[str]:
    """The words of the class attribute."""
    return frozenset((node.attributes.get("class") or "").split())


def attribute(node: Node | None, name: str) -> str:
    """An attribute's value; "" if it or the node is missing."""
    return "" if node is None else (node.attributes.get(name) or "")


def linked(root: Node) -> list[Node]:
    """The links under a node. A picture's own `xlink:href` matches the selector, too, and is none."""
    return [link for link in root.css("a[href]") if "href" in link.attributes]


def children(node: Node) -> Iterator[Node]:
    """The elements directly inside a node, safe against changes of the one in hand."""
    child = node.first_child
    while child is not None:
        after = child.next
        if child.is_element_node:
            yield child
        child = after


def is_within(node: Node, selector_class: str) -> bool:
    """Tell whether the node stands inside an element of this class."""
    above = node.parent
    while above is not None:
        if selector_class in classes(above):
            return True
        above = above.parent
    return False
