"""The e-book that an otwarchive site offers: its pages put together again and read as one."""

from dataclasses import replace

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.epub import reader as epub
from bookcub.formats.epub.package import EpubBook, open_book
from bookcub.formats.html.markup import (
    Node,
    attribute,
    body_of,
    classes,
    drop,
    first,
    inner,
    parse,
    text_of,
)
from bookcub.formats.html.styles import read_sheet
from bookcub.formats.html.web_page import prepare
from bookcub.formats.otwarchive.download import describe_page
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedSeries, ParsedWork
from bookcub.formats.story.remarks import remark

FORMAT = gettext_noop("otwarchive EPUB")
#: The preface is the first page, or the one after a cover and a title page.
_PREFACE_WITHIN = 2
#: What a split goes through; a paragraph or an item that ends a page is whole.
_BOXES = frozenset({"blockquote", "center", "div", "ol", "ul"})


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
    page = parse(merged)
    pictures = _made_plain(body_of(page), book)
    work = describe_page(page, FORMAT)
    return replace(
        work,
        notices=(*work.notices, *([remark("pictures-left-out", pictures)] if pictures else [])),
        authors=work.authors or (() if work.is_anonymous else book.authors),
        series=work.series or ((ParsedSeries(*book.series),) if book.series else ()),
    )


def _merged(book: EpubBook) -> str | None:
    """One page from all, or None if this is not such a book.

    calibre splits the page before headings, the story's own too, and opens every box that
    stood around the heading again on the next page: those are closed and opened no more.
    """
    parts: list[str] = []
    above: list[Node] = []
    for place, path in enumerate(book.spine):
        body = body_of(parse(book.page(path), xhtml=True))
        if not parts:
            preface = first(body, "#preface")
            if preface is None and place <= _PREFACE_WITHIN:
                continue
            if "Posted originally on" not in text_of(preface):
                return None
        html = inner(body).strip()
        if count := _continued(above, _boxes(body, at_end=False)):
            parts[-1] = parts[-1].rsplit("</", count)[0].rstrip()
            html = html.split(">", count)[count].lstrip()
        parts.append(html)
        above = _boxes(body, at_end=True)
    return f"<body>{''.join(parts)}</body>" if parts else None


def _made_plain(body: Node, book: EpubBook) -> int:
    """Looks become elements, and all classes go: calibre named them, not the site.

    Returns how many pictures cannot be kept.
    """
    for node in body.css("b[class], strong[class], em[class], i[class]"):
        del node.attrs["class"]
    pictures = prepare(body, read_sheet("\n".join(map(book.page, book.styles[:40]))))
    drop(body, "[id^=calibre_pb_]:empty")
    for node in body.css("[class]"):
        del node.attrs["class"]
    return pictures


def _boxes(body: Node, *, at_end: bool) -> list[Node]:
    """The boxes that open at a page's start or close at its end, outermost first."""
    found: list[Node] = []
    node = body.last_child if at_end else body.first_child
    while node is not None:
        if node.tag in _BOXES:
            found.append(node)
            node = node.last_child if at_end else node.first_child
        elif node.is_text_node and not text_of(node):
            node = node.prev if at_end else node.next
        else:
            # What begins with bare words was not opened again: nothing was split within it.
            return found[:-1] if node.is_text_node and not at_end else found
    return found


def _continued(above: list[Node], below: list[Node]) -> int:
    """How many boxes of the page below were open already on the one above."""
    count = 0
    for last, box in zip(above, below, strict=False):
        # Some converters give an id once: the outermost box is then known by its class.
        own = attribute(box, "id") or (attribute(last, "id") if count == 0 else "")
        if (last.tag, attribute(last, "id"), classes(last)) != (box.tag, own, classes(box)):
            break
        count += 1
    return count


IMPORTER = Importer(FORMAT, recognises, describe)
