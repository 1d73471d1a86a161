"""What no page may say in its markup: an id twice, or a name that leads nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

# What names other elements by their ids (WAI-ARIA 1.2), besides a label's `for`.
LEADING = (
    "for",
    "form",
    "list",
    "headers",
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
)
# Elements that hold words alone, and what may not stand among words (HTML, "phrasing content").
WORDS_ALONE = "span, h1, h2, h3, h4, h5, h6, em, strong, small, label, button, summary"
BLOCKS = (
    "address, article, aside, blockquote, details, dialog, div, dl, fieldset, figure, footer, form, "
    "header, hgroup, hr, main, menu, nav, ol, p, pre, section, table, ul, li, dd, dt"
)
# A parser ends a paragraph where a block begins, so that its tree does not tell.
BROKEN_PARAGRAPH = re.compile(
    rf"<p\b[^>]*>(?:(?!</?p\b).)*?<(?:{'|'.join(BLOCKS.split(', '))})\b[^>]*>", re.DOTALL
)
LABELLABLE = {"button", "input", "meter", "output", "progress", "select", "textarea"}
# Elements that nobody can give a name to unless they have a role (ARIA in HTML, "naming prohibited").
NAMELESS = {
    "abbr", "b", "bdi", "bdo", "br", "cite", "code", "dd", "del", "div", "dt", "em", "i", "ins",
    "kbd", "mark", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
}  # fmt: skip


def faults(source: str) -> Iterator[str]:
    """Say each fault of a page in a few words."""
    page = LexborHTMLParser(source)
    yield from _ids(page)
    yield from _names(page)
    for words in page.css(WORDS_ALONE):
        if block := words.css_first(BLOCKS, default=None):
            yield f"{shown(words)}: holds <{block.tag}>"
    for broken in BROKEN_PARAGRAPH.finditer(source):
        yield f"{broken[0][:60]} … {broken[0][-60:]}: a block in a paragraph"


def _ids(page: LexborHTMLParser) -> Iterator[str]:
    ids = Counter(str(one.attributes["id"]) for one in page.css("[id]"))
    yield from (f"the id {name!r} {times} times" for name, times in ids.items() if times > 1)
    for name in LEADING:
        for each in page.css(f"[{name}]"):
            targets = set((each.attributes.get(name) or "").split())
            # Elements of our own say themselves what their attributes mean.
            if targets - ids.keys() and "-" not in str(each.tag):
                yield f"{shown(each)}: {name} leads nowhere"


def _names(page: LexborHTMLParser) -> Iterator[str]:
    for label in page.css("label[for]"):
        found = page.css_first(f"[id='{label.attributes['for']}']")
        if found and str(found.tag) not in LABELLABLE and "-" not in str(found.tag):
            yield f"{shown(label)}: a label of <{found.tag}>"
    for named in page.css("[aria-label], [aria-labelledby]"):
        if str(named.tag) in NAMELESS and not named.attributes.get("role"):
            yield f"{shown(named)}: a name of what has no role"


def shown(node: LexborNode) -> str:
    return (node.html or "").split(">", 1)[0][:140] + ">"
