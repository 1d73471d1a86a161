"""The e-book that an otwarchive site offers: its pages put together again and read as one."""

import re
from dataclasses import replace

from bookcub.formats.epub import reader as epub
from bookcub.formats.epub.package import EpubBook, open_book
from bookcub.formats.html.markup import Node, body_of, children, first, inner, parse, text_of
from bookcub.formats.otwarchive.download import describe_page
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedSeries, ParsedWork

FORMAT = "otwarchive EPUB"
# The converter numbers class names: "userstuff2", "meta1".
_NUMBERED_CLASS = re.compile(
    r'class="(userstuff|meta|heading|byline|tags|message|toc-heading|endnote-link)\d*'
    r'(?:\s+calibre\d*)?([^"]*)"'
)
#: The preface is the first page, or the one after a cover and a title page.
_PREFACE_WITHIN = 2
_CHAPTER_META = re.compile(r'<div class="meta(?: group)?[^"]*"(?=[^>]*>\s*<h2)')


def recognises(head: Head) -> int:
    """An EPUB whose description of itself says "Fanworks", which its pages then confirm."""
    if epub.recognises(head) == 0:
        return 0
    return 92


def describe(content: bytes) -> ParsedWork:
    """Describe such an e-book, or any other one as a plain EPUB."""
    book = open_book(content)
    merged = _merged(book)
    if merged is None:
        return epub.describe_book(book)
    work = describe_page(parse(merged), FORMAT)
    return replace(
        work,
        authors=work.authors or (() if work.is_anonymous else book.authors),
        series=work.series or ((ParsedSeries(*book.series),) if book.series else ()),
    )


def _merged(book: EpubBook) -> str | None:
    """One page from all, or None if this is not such a book."""
    preface = ""
    parts: list[str] = []
    afterword = ""
    for place, path in enumerate(book.spine):
        body = body_of(parse(_named(book.page(path)), xhtml=True))
        found = first(body, "#preface")
        if found is not None and not preface:
            if "Posted originally on" not in text_of(found):
                return None
            preface = found.html or ""
            found.decompose()
        elif place > _PREFACE_WITHIN and not preface:
            return None
        end = first(body, "#afterword")
        if end is not None:
            afterword = end.html or ""
            end.decompose()
        if text_of(body) and preface:
            parts.append(_chapter_part(body))
    if not preface:
        return None
    chapters = _CHAPTER_META.sub('<div class="meta group"', "".join(parts))
    return f'<body>{preface}<div id="chapters">{chapters}</div>{afterword}</body>'


def _named(html: str) -> str:
    return _NUMBERED_CLASS.sub(r'class="\1\2"', html)


def _chapter_part(body: Node) -> str:
    """The part of the chapters that is on this page, out of the wrappers around it."""
    node = first(body, "#chapters")
    if node is None:
        node = body
        inside = list(children(node))
        while len(inside) == 1 and inside[0].tag == "div" and first(inside[0], "h2") is not None:
            if "meta" in (inside[0].attributes.get("class") or ""):
                break
            node = inside[0]
            inside = list(children(node))
    return inner(node)


IMPORTER = Importer(FORMAT, recognises, describe)
