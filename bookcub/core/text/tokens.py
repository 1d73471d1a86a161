"""Read markup as a flat row of tokens, in linear time, whatever the markup is.

The rules are those of the tokenizer in the HTML standard (section 13.2.5), with three kinder
ones where a browser would throw the rest of a text away: an unfinished tag, comment or raw-text
element loses its opening and keeps what follows.
"""

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import Literal, NamedTuple


def listed(names: str) -> frozenset[str]:
    """The names in a text that parts them by spaces."""
    return frozenset(names.split())


#: Elements whose content is not markup.
RAW_TEXT = frozenset(
    {"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"}
)

#: Elements that never have an end tag.
VOID = listed(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param "
    "source track wbr"
)

_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)"
    r"((?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+|(?=>)))?+)*+)>"
)
# Used once a quotation mark has been found that is never closed: quotes then mean nothing.
_PLAIN_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)([^<>]*+)>")
_BEGINS_TAG = re.compile(r"/?[a-zA-Z]")
_BEGINS_COMMENT = re.compile(r"[!?]|/(?![a-zA-Z])")
_EMPTY_COMMENT = re.compile(r"<!---?>")
_ATTRIBUTE = re.compile(
    r"([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]*+)))?+"
)


class Token(NamedTuple):
    """A piece of markup.

    ``text`` is the source as written: of a text, its characters with their references; of an
    opening tag, its attributes. ``start`` and ``end`` are offsets into the source.
    """

    kind: Literal["text", "open", "close", "raw"]
    name: str
    text: str
    start: int
    end: int


def tokens(html: str) -> Iterator[Token]:
    """Yield the texts and tags of ``html`` in order; comments and declarations are left out.

    Raises nothing and takes time in proportion to ``html``. The concatenated source of the
    tokens is ``html`` less its comments, declarations and unfinished openings.
    """
    at = text_from = 0
    hopeless: set[str] = set()
    while (at := html.find("<", at)) >= 0:
        tag = _tag_at(html, at, hopeless)
        end = tag.end() if tag else _end_of_comment(html, at, hopeless)
        if end == at:
            at += 1
            continue
        if text_from < at:
            yield Token("text", "", html[text_from:at], text_from, at)
        if tag:
            closing, name, written = tag.groups()
            name = name.lower()
            yield Token("close" if closing else "open", name, written, at, end)
            if name in RAW_TEXT and not closing:
                raw_end = _end_of_raw(html, end, name, hopeless)
                if raw_end > end:
                    yield Token("raw", name, html[end:raw_end], end, raw_end)
                end = raw_end
        at = text_from = end
    if text_from < len(html):
        yield Token("text", "", html[text_from:], text_from, len(html))


def attributes(source: str) -> dict[str, str]:
    """The attributes written in an opening tag, by lower-case name; the first of a name counts.

    Values are as written: use :func:`attribute_value` to resolve their character references.
    """
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        name, double, single, bare = match.groups()
        found.setdefault(name.lower(), double or single or bare or "")
    return found


def value(written: str) -> str:
    """What a text says once its character references are resolved."""
    return unescape(written) if "&" in written else written


def attribute_value(written: str) -> str:
    """What an attribute value says: ``&copy=`` in an address is no reference there."""
    return _REFERENCE.sub(_resolved, written) if "&" in written else written


_REFERENCE = re.compile(r"&(?:#(?:\d++|[xX][0-9a-fA-F]++);?|[a-zA-Z][a-zA-Z0-9]*+(?:;|(?!=)))")


def _resolved(match: re.Match[str]) -> str:
    reference = match[0]
    if reference.endswith(";") or reference[1] == "#" or reference[1:] in html5:
        return unescape(reference)
    return reference


def _tag_at(html: str, at: int, hopeless: set[str]) -> re.Match[str] | None:
    if ">" in hopeless or not _BEGINS_TAG.match(html, at + 1):
        return None
    if '"' not in hopeless:
        if tag := _TAG.match(html, at):
            return tag
        # Every later attempt could read to the end again: that would take quadratic time.
        hopeless.add('"' if html.find(">", at) >= 0 else ">")
    return _PLAIN_TAG.match(html, at)


def _end_of_comment(html: str, at: int, hopeless: set[str]) -> int:
    """Where the comment or declaration at ``at`` ends, or ``at`` if it is mere text."""
    if not _BEGINS_COMMENT.match(html, at + 1):
        return at
    if html.startswith("<!--", at):
        closing, least = "-->", at + 4
        if empty := _EMPTY_COMMENT.match(html, at):
            return empty.end()
    else:
        closing, least = ">", at
    if closing not in hopeless:
        if (end := html.find(closing, least)) >= 0:
            return end + len(closing)
        hopeless.add(closing)
    return least


def _end_of_raw(html: str, at: int, name: str, hopeless: set[str]) -> int:
    """Where the content of the raw-text element opened before ``at`` ends; ``at`` if nowhere."""
    if name in hopeless:
        return at
    if end := _RAW_END[name].search(html, at):
        return end.start()
    hopeless.add(name)
    return at


_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW_TEXT}
