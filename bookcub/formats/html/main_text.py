"""Where the story stands on a site's page: by the site's own mark where it is known, else by density.

The marks were compared with what downloaders look for (FanFicFare's adapters) and with scrapers that people
publish. Density is readability's: it finds the paragraphs that belong together, and only that is taken from it,
for it throws scene breaks and a story's tables away; the text itself is the page's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from readability import Document

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.html.markup import Node, attribute, inner, text_of
from bookcub.formats.story.parsed import SourceRefusedError

#: Containers of a chapter's text, the surest first.
_MARKS = (
    "#storytextp #storytext", "#storytext",  # fanfiction.net, fictionpress.com
    ".chapter-inner.chapter-content",  # royalroad.com
    "#chp_raw",  # scribblehub.com
    "#chapter-body .bbcode", "#chapter-body",  # fimfiction.net
    ".panel-reading pre",  # wattpad.com
    ".chapter-content", "#chapter-content", "#chapterText", ".chapter-text", ".story-text",
    ".entry-content", ".post-content", ".b-singlepost-body",  # blogs, Dreamwidth, LiveJournal
    "article .post-body", "[itemprop='articleBody']",
)  # fmt: skip
#: What a page has that is more than a text: one of these, or its navigation in lists of links.
_FURNITURE = (
    "nav, footer, aside, [role=navigation], [role=banner], [role=contentinfo], #header, #footer, "
    "#sidebar, #menu, #nav, .sidebar, .menu, .navbar, .nav, .widget, .advertisement, form"
)
_CERTAINLY = "nav, aside, footer, [role=navigation], .advertisement, .sharedaddy, .post-share"
_FEWEST_WORDS = 40
_LISTED_SHARE = 0.6
_FEWEST_ENTRIES = 8
_FEWEST_LINKS = 4
_CHAPTER_LINK = re.compile(r"chapter|/s/\d+/\d+|[?&]chapter=|\bch(?:ap)?[-_ .]?\d", re.IGNORECASE)
_DENSE = "p, pre, blockquote, table, ul, ol, li, h1, h2, h3, h4, h5, h6, hr, td, div"


@dataclass(frozen=True, slots=True)
class MainText:
    """The node that holds the story, and how many words of the page are outside of it."""

    node: Node
    left_out: int = 0
    is_unsure: bool = False


def main_text(body: Node) -> MainText:
    """The story on this page; all of it where nothing else stands there."""
    for mark in _MARKS:
        found = body.css(mark)
        if len(found) == 1 and _words(found[0]):
            return MainText(found[0], _words(body) - _words(found[0]))
    if not _beside(body, _FURNITURE):
        return MainText(body)
    whole = _words(body)
    node = _densest(body)
    if node is None or _words(node) < _FEWEST_WORDS:
        return MainText(body, is_unsure=True)
    return MainText(node, whole - _words(node))


def refuse_listing(node: Node) -> None:
    """Refuse a page that lists chapters: most of its words are links, and many of those lead to chapters."""
    links = [link for link in node.css("a[href]") if _CHAPTER_LINK.search(attribute(link, "href"))]
    linked = sum(_words(link) for link in links)
    if len(links) >= _FEWEST_ENTRIES and linked >= _words(node) * _LISTED_SHARE:
        raise SourceRefusedError(
            "listing",
            gettext_noop("This page lists works or chapters but holds none of their text."),
            gettext_noop("Open each chapter and save its page; you can import them all at once."),
        )


def _words(node: Node) -> int:
    return len(text_of(node).split())


def _densest(body: Node) -> Node | None:
    """The node that holds all paragraphs in which readability sees the text."""
    marked = body.css(_DENSE)
    for number, node in enumerate(marked):
        node.attrs["data-place"] = str(number)
    try:
        summary = Document(f"<html><body>{inner(body)}</body></html>").summary(html_partial=True)
    except Exception:  # noqa: BLE001  # a page that it cannot read is read as a whole
        return None
    finally:
        for node in marked:
            del node.attrs["data-place"]
    places = {int(place) for place in re.findall(r'data-place="(\d+)"', summary)}
    kept = [node for number, node in enumerate(marked) if number in places]
    found = _common(kept, body)
    if found is not None:
        _drop_lists_of_links(found, {node.mem_id for node in kept})
    return found


def _drop_lists_of_links(root: Node, kept: set[int]) -> None:
    """What stands among the text and is none of it: "You may also like", the shelves of the site."""
    for node in root.css("ul, ol, div, section, table"):
        if node.parent is None or any(each.mem_id in kept for each in node.css("*")):
            continue
        links = node.css("a[href]")
        if len(links) >= _FEWEST_LINKS and sum(map(_words, links)) >= _words(node) * _LISTED_SHARE:
            node.decompose()


def _common(nodes: Iterable[Node], body: Node) -> Node | None:
    """The innermost node around most of the words of these."""
    weights: dict[int, int] = {}
    around: dict[int, Node] = {}
    total = 0
    seen: set[int] = set()
    for node in nodes:
        above = node.parent
        inside = False
        path = []
        while above is not None and above.mem_id != body.mem_id:
            inside = inside or above.mem_id in seen
            path.append(above)
            above = above.parent
        seen.add(node.mem_id)
        if inside:
            continue
        words = _words(node)
        total += words
        for each in (node, *path):
            weights[each.mem_id] = weights.get(each.mem_id, 0) + words
            around[each.mem_id] = each
    enough = [around[key] for key, weight in weights.items() if weight >= total * 0.9 and weight]
    return min(enough, key=_words, default=None) if total else None


def without_furniture(node: Node) -> int:
    """Take what is certainly none of the story out of it: what stood beside it, in it. Returns its words."""
    words = _words(node)
    for each in _beside(node, _CERTAINLY):
        if each.parent is not None:
            each.decompose()
    return words - _words(node)


def _beside(node: Node, selector: str) -> list[Node]:
    return [each for each in node.css(selector) if not _is_of_the_text(each)]


def _is_of_the_text(node: Node) -> bool:
    """Whether this is a note, or says who wrote what is quoted: the elements are the same."""
    if node.tag == "aside":
        return bool(attribute(node, "role").startswith("doc-") or attribute(node, "epub:type"))
    above = node.parent if node.tag == "footer" else None
    while above is not None and above.tag != "blockquote":
        above = above.parent
    return above is not None
