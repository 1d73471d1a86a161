"""EPUB 2 and 3: chapters in reading order, front and back matter recognised and told."""

import posixpath
import re
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from bookcub.core.languages.translating import gettext_noop
from bookcub.core.text import plain
from bookcub.formats.epub.package import Entry, EpubBook, open_book
from bookcub.formats.html import cleaning, titles
from bookcub.formats.html.blocks import HtmlBlock, blocks_of, joined, words_in
from bookcub.formats.html.footnotes import (
    Notes,
    attach,
    collect_notes,
    drop_dead_links,
    number_references,
)
from bookcub.formats.html.headings import chapter_title, is_contents, read_heading
from bookcub.formats.html.markup import (
    Node,
    attribute,
    body_of,
    children,
    classes,
    first,
    inner,
    parse,
    text_of,
)
from bookcub.formats.html.splitting import split
from bookcub.formats.html.styles import Sheet, read_sheet
from bookcub.formats.html.title_page import TitlePage, unnumbered
from bookcub.formats.html.web_page import prepare
from bookcub.formats.story import addresses
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import (
    ParsedChapter,
    ParsedSeries,
    ParsedWork,
    SourceRefusedError,
)
from bookcub.formats.story.remarks import Remark, remark

FORMAT = "EPUB"
_LEFT_OUT_TYPES = frozenset(
    [
        "cover",
        "titlepage",
        "halftitlepage",
        "halftitle",
        "title-page",
        "imprint",
        "toc",
        "landmarks",
        "loi",
        "lot",
        "copyright-page",
        "copyright",
        "colophon",
        "uncopyright",
        "index",
        "other-credits",
        "text-page",
    ]
)
_NOTES_TYPES = frozenset({"dedication", "epigraph"})
_ENDNOTES_TYPES = frozenset({"endnotes", "footnotes", "rearnotes"})
_LEFT_OUT_TITLES = re.compile(
    r"cover(?: page)?|title ?-?page|half ?-?title(?: ?page)?|copyright(?: page| notice)?|imprint|"
    r"colophon|uncopyright|about this (?:e?book|edition)|(?:also|other books) by .{1,80}|"
    r"table of contents|contents|newsletter(?: sign-?up)?|index|landmarks|start",
    re.IGNORECASE,
)
_SHOWN = 10
_MARK = re.compile("\ue000(\\d+)\ue000")


@dataclass(slots=True)
class _Section:
    """What may be a chapter: its title, its blocks, and the address that its page says it had."""

    title: str
    blocks: list[HtmlBlock]
    address: str | None = None


@dataclass(slots=True)
class _Reading:
    """What has been read of the book so far."""

    sections: list[_Section] = field(default_factory=list)
    title_page: TitlePage = field(default_factory=TitlePage)
    notes: Notes = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    front: list[HtmlBlock] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    pictures: int = 0


def recognises(head: Head) -> int:
    """A ZIP with the container file that the standard asks for."""
    if "META-INF/container.xml" in head.members:
        return 90
    is_named = head.start[30:58] == b"mimetypeapplication/epub+zip"
    return 90 if is_named else 0


def describe(content: bytes) -> ParsedWork:
    """Describe an e-book. Raises RefusedError if it is broken, locked or without text."""
    return describe_book(open_book(content))


def describe_book(book: EpubBook) -> ParsedWork:
    """Describe an opened e-book."""
    reading = _read_pages(book)
    chapters, notices, notes = _chapters(book, reading)
    chapters = attach(chapters, reading.notes, reading.numbers)
    if not any(chapter.html for chapter in chapters):
        raise SourceRefusedError(
            "empty",
            gettext_noop("There is no text in this e-book."),
            gettext_noop("Check that you chose the right file."),
        )
    if reading.left_out:
        parts = ", ".join(dict.fromkeys(reading.left_out))
        notices.insert(0, remark("parts-left-out", parts))
    if book.missing:
        titles_of = {entry.path: entry.title for entry in reversed(book.entries) if entry.title}
        gone = [titles_of.get(path) or posixpath.basename(path) for path in book.missing]
        shown = ", ".join(f"“{cleaning.line(name, most=80)}”" for name in gone[:_SHOWN])
        notices.insert(0, remark("pages-missing", len(gone), shown))
    if reading.numbers:
        notices.append(remark("footnotes-in-end-notes"))
    if reading.pictures:
        notices.append(remark("pictures-left-out", reading.pictures))
    if not book.title:
        notices.append(remark("no-title"))
    if not book.authors:
        notices.append(remark("no-author-in-book"))
    told = reading.title_page.fields
    beside = reading.title_page.tags_beside(subject for subject in book.subjects if subject)
    said: dict[str, Any] = {
        "summary": cleaning.summary(book.description),
        "language": book.language,
        "series": (ParsedSeries(*book.series),) if book.series else (),
        "published": book.published,
    }
    work = ParsedWork(
        format=FORMAT,
        title=book.title or titles.from_first_words(plain(chapters[0].html)),
        title_is_guess=not book.title,
        authors=book.authors,
        notes=notes,
        chapters=chapters,
        original_url=addresses.story_address(reading.title_page.address or book.source),
        notices=tuple(notices),
        **(told | {name: value for name, value in said.items() if value}),
    )
    return replace(work, freeforms=tuple(dict.fromkeys([*work.freeforms, *beside])))


def _read_pages(book: EpubBook) -> _Reading:
    reading = _Reading()
    sheet = read_sheet("\n".join(_style(book, path) for path in book.styles[:40]))
    pages = [(path, parse(book.page(path), xhtml=True)) for path in book.spine]
    for _, page in pages:
        # First, for chapters stand before the notes that they refer to.
        reading.notes |= collect_notes(body_of(page))
    for path, page in pages:
        entries = [entry for entry in book.entries if entry.path == path]
        if path != book.navigation:
            before = len(reading.sections)
            _read_page(body_of(page), path, entries, (book, sheet, reading))
            if len(reading.sections) == before + 1:
                _name(reading.sections[-1], page)
    return reading


def _name(section: _Section, page: LexborHTMLParser) -> None:
    """What FanFicFare says of a chapter in its page's head: its address, and its title without a number."""
    section.address = addresses.canonical(
        attribute(first(page, 'meta[name="chapterurl"]'), "content")
    )
    named = attribute(first(page, 'meta[name="chapterorigtitle"]'), "content")
    section.title = cleaning.line(named) or section.title


def _style(book: EpubBook, path: str) -> str:
    return book.page(path)


def _read_page(
    body: Node, path: str, entries: list[Entry], state: tuple[EpubBook, Sheet, _Reading]
) -> None:
    book, sheet, reading = state
    title = entries[0].title if entries else ""
    kinds = _kinds(body) | frozenset(book.guide.get(path, "").split())
    name = title or cleaning.line(text_of(first(body, "h1, h2, h3")))[:60]
    if kinds & _ENDNOTES_TYPES:
        return
    if "fff_titlepage" in kinds:
        reading.title_page = TitlePage.of(_facts(body))
        return
    if kinds & {"fff_tocpage", "fff_logpage"}:
        return
    if kinds & _LEFT_OUT_TYPES or _LEFT_OUT_TITLES.fullmatch(name) or is_contents(name):
        reading.left_out.append((name or next(iter(kinds & _LEFT_OUT_TYPES))).lower())
        return
    number_references(body, reading.notes, reading.numbers)
    _mark_entries(body, entries)
    reading.pictures += prepare(body, sheet)
    drop_dead_links(body)
    blocks = blocks_of(body)
    if kinds & _NOTES_TYPES:
        reading.front += blocks
    elif words_in(blocks) or entries:
        _add(blocks, entries, reading)


def _kinds(body: Node) -> frozenset[str]:
    """The page's types as EPUB 3 names them, of its body or its only section."""
    found: set[str] = set()
    node: Node | None = body
    for _ in range(3):
        if node is None:
            break
        found |= set(attribute(node, "epub:type").lower().split())
        found |= {name for name in classes(node) if name.startswith("fff_")}
        found |= {attribute(node, "id").lower()} & {"cover", "titlepage", "colophon", "imprint"}
        inside = [child for child in children(node) if child.tag in ("section", "div", "nav")]
        node = inside[0] if len(inside) == 1 else None
    return frozenset(found)


def _facts(body: Node) -> list[tuple[str, str]]:
    """The lines "Label: value" of FanFicFare's title page."""
    found = re.findall(r"<b>([^<]{1,60})</b>(.*?)(?=<br\b|</tr>|\Z)", inner(body), re.DOTALL)
    return [(plain(label), plain(value)) for label, value in found]


def _mark_entries(body: Node, entries: list[Entry]) -> None:
    """Where a page holds several chapters, put a mark before each."""
    if len(entries) <= 1:
        return
    for number, entry in enumerate(entries):
        node = first(body, f'[id="{_quoted(entry.fragment)}"]') if entry.fragment else None
        node = node or (body.first_child if not entry.fragment else None)
        if node is None:
            continue
        while node.parent is not None and node.parent.tag in (
            "p",
            "h1",
            "h2",
            "h3",
            "span",
            "a",
            "b",
        ):
            node = node.parent
        mark = first(parse(f"<h6>\ue000{number}\ue000</h6>"), "h6")
        if mark is not None:
            node.insert_before(mark)


def _quoted(fragment: str) -> str:
    return re.sub(r'["\\\n\r\f]', "", fragment)


def _add(blocks: list[HtmlBlock], entries: list[Entry], reading: _Reading) -> None:
    """Add a page's blocks: as a chapter, as several, or to the chapter before."""
    if len(entries) <= 1:
        heading = blocks[0].text if blocks and blocks[0].kind == "heading" else ""
        is_new = bool(entries) or not reading.sections or read_heading(heading) is not None
        if is_new:
            title = entries[0].title if entries else heading
            reading.sections.append(_Section(title, _without_heading(blocks, title)))
        else:
            reading.sections[-1].blocks.extend(blocks)
        return
    for block in blocks:
        mark = _MARK.fullmatch(block.text)
        if mark:
            reading.sections.append(_Section(entries[int(mark[1])].title, []))
        elif reading.sections:
            reading.sections[-1].blocks.append(block)
        else:
            reading.sections.append(_Section("", [block]))
    for section in reading.sections:
        section.blocks = _without_heading(section.blocks, section.title)


def _without_heading(blocks: list[HtmlBlock], title: str) -> list[HtmlBlock]:
    """The chapter's own heading is not repeated in its text."""
    wanted = _key(title)
    place = 0
    while place < min(len(blocks), 4):
        block = blocks[place]
        key = _key(block.text)
        is_title = bool(key) and (
            key == wanted or (block.kind == "heading" and f" {key} " in f" {wanted} ")
        )
        if not is_title and not (block.kind == "rule" and place):
            break
        place += 1
    return blocks[place:]


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _chapters(
    book: EpubBook, reading: _Reading
) -> tuple[tuple[ParsedChapter, ...], list[Remark], str]:
    notes = cleaning.notes(joined(reading.front))
    notices = [remark("dedication-in-notes")] if notes else []
    sections = _merged(reading.sections)
    if len(sections) == 1 and not sections[0].address:
        found = split(sections[0].blocks, title=book.title, authors=book.authors)
        if len(found.chapters) > 1:
            return tuple(found.chapters), notices + found.notices, notes + found.notes
    made: list[ParsedChapter] = []
    for section, title in zip(sections, unnumbered([each.title for each in sections]), strict=True):
        html = cleaning.chapter(joined(section.blocks))
        if html:
            name = "" if len(sections) == 1 and _key(title) == _key(book.title) else title
            position = len(made) + 1
            name = cleaning.line(chapter_title(name, position), most=250)
            made.append(
                ParsedChapter(
                    position=position, title=name, html=html, original_url=section.address
                )
            )
    return tuple(made), notices, notes


def _merged(sections: list[_Section]) -> list[_Section]:
    """A part's page without text of its own goes to the top of the chapter after it."""
    merged: list[_Section] = []
    waiting: list[HtmlBlock] = []
    for section in sections:
        if words_in(section.blocks) == 0:
            escaped = section.title.replace("&", "&amp;").replace("<", "&lt;")
            if section.title:
                waiting.append(
                    HtmlBlock("heading", f"<h2>{escaped}</h2>", unescape(section.title), 2)
                )
            waiting += section.blocks
            continue
        merged.append(_Section(section.title, [*waiting, *section.blocks], section.address))
        waiting = []
    return merged


IMPORTER = Importer(FORMAT, recognises, describe)
