"""The table of formats, and how a source finds its importer: by what is in it, never by its name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.documents import reader as documents
from bookcub.formats.epub import reader as epub
from bookcub.formats.fanficfare import page as fanficfare_page
from bookcub.formats.fanficfare import text as fanficfare_text
from bookcub.formats.html import web_page
from bookcub.formats.otwarchive import download as otw_download
from bookcub.formats.otwarchive import epub as otw_epub
from bookcub.formats.otwarchive import pasted_text
from bookcub.formats.otwarchive import saved_page as otw_page
from bookcub.formats.sites import bookcub, fanfiction_net, royal_road
from bookcub.formats.story import refusals
from bookcub.formats.story.decoding import decode, decoded, in_utf8
from bookcub.formats.story.importer import HEAD_BYTES, Head, Importer
from bookcub.formats.story.parsed import ParsedWork, ParseResult, SourceRefusedError
from bookcub.formats.story.remarks import remark
from bookcub.formats.typed import gutenberg, markdown, plain_text
from bookcub.formats.zip import chapters as zip_file
from bookcub.formats.zip.members import member_names

#: What is certainly no story, by its first bytes: (bytes, why, what to do).
_KNOWN_OTHERS = (
    (
        b"%PDF",
        gettext_noop("This is a PDF, which cannot be read as a story."),
        gettext_noop("Open the original where it was written and save it as .docx, .odt or EPUB."),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        gettext_noop("This is an old Word file, which cannot be read as a story."),
        gettext_noop("Open it in Word or LibreOffice and save it as .docx."),
    ),
    (
        b"\x89PNG",
        gettext_noop("This is a picture, not a story."),
        gettext_noop("Choose the file that holds the story’s words."),
    ),
    (
        b"\xff\xd8\xff",
        gettext_noop("This is a picture, not a story."),
        gettext_noop("Choose the file that holds the story’s words."),
    ),
    (
        b"GIF8",
        gettext_noop("This is a picture, not a story."),
        gettext_noop("Choose the file that holds the story’s words."),
    ),
    (
        b"7z\xbc\xaf",
        gettext_noop("This is a 7z file, which cannot be opened here."),
        gettext_noop("Unpack it and import what is in it."),
    ),
    (
        b"Rar!",
        gettext_noop("This is a RAR file, which cannot be opened here."),
        gettext_noop("Unpack it and import what is in it."),
    ),
    (
        b"SQLite format 3",
        gettext_noop("This is a database, not a story."),
        gettext_noop("Export the stories from the program that made it, as HTML, EPUB or text."),
    ),
    (
        b"AT&TFORM",
        gettext_noop("This is a DjVu file, which cannot be read as a story."),
        gettext_noop("Choose the file that holds the story’s words."),
    ),
    (
        b"ITOLITLS",
        gettext_noop("This is a Microsoft Reader e-book, which cannot be read as a story."),
        gettext_noop("Convert it to EPUB, with Calibre for example."),
    ),
    (
        b"\x1f\x8b",
        gettext_noop("This is a gzip file, which cannot be opened here."),
        gettext_noop("Unpack it and import what is in it."),
    ),
)
_DUMP = re.compile(
    rb"^-- (?:MySQL|MariaDB|PostgreSQL|phpMyAdmin|Adminer)[^\n]*\b(?:dump|SQL Dump)\b|^-- phpMyAdmin|"
    rb"^(?:CREATE TABLE|INSERT INTO|DROP TABLE IF EXISTS) [`\"\w]",
    re.IGNORECASE | re.MULTILINE,
)
_PAGES = "Index/Document.iwa"
_KINDLE = (b"BOOKMOBI", b"TEXtREAd")

#: Formats of one story. To add one: a module with an IMPORTER, and its line here.
ALONE: tuple[Importer, ...] = (
    otw_page.IMPORTER,
    otw_download.IMPORTER,
    otw_epub.IMPORTER,
    pasted_text.IMPORTER,
    bookcub.IMPORTER,
    fanfiction_net.IMPORTER,
    royal_road.IMPORTER,
    fanficfare_page.IMPORTER,
    fanficfare_text.IMPORTER,
    gutenberg.IMPORTER,
    epub.IMPORTER,
    documents.DOCX,
    documents.ODT,
    documents.RTF,
    documents.FB2,
    markdown.IMPORTER,
    web_page.IMPORTER,
    plain_text.IMPORTER,
)


def describe(content: bytes, *, letters: str = "") -> ParseResult:
    """Find the importer that recognises these bytes best and let it describe them.

    `letters` is the encoding that their owner says they have: each of them, where a ZIP holds several.
    """
    alone = partial(_describe, importers=ALONE, letters=letters)
    return _describe(content, (*ALONE, zip_file.importer(alone)), letters)


def head_of(content: bytes) -> Head:
    """What importers get to see of a file to recognise it."""
    members = member_names(content) if content[:2] == b"PK" else frozenset()
    start = content[:HEAD_BYTES]
    return Head(start, "" if members else decode(start), members)


def _describe(content: bytes, importers: Sequence[Importer], letters: str) -> ParseResult:
    try:
        if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
            return refusals.empty()
        if refused := _known_other(content):
            return refused
        if letters:
            content = in_utf8(content, letters)
        head = head_of(content)
        best = max(importers, key=lambda importer: importer.recognises(head))
        if best.recognises(head) == 0 or _PAGES in head.members:
            return _other(head)
        return _with_letters(best.describe(content), content, head)
    except SourceRefusedError as refused_error:
        return refused_error.refusal
    except (MemoryError, RecursionError):
        return refusals.too_hard()


def _other(head: Head) -> ParseResult:
    if _PAGES in head.members:
        return refusals.not_text(
            gettext_noop("This is a Pages document, which cannot be read as a story."),
            gettext_noop("Open it in Pages and export it as EPUB or Word (.docx)."),
        )
    return refusals.unknown_format()


def _with_letters(work: ParsedWork, content: bytes, head: Head) -> ParsedWork:
    """Tell of letters that were guessed or lost: nothing else says that a text may be wrong throughout."""
    if head.members or content.startswith(b"{\\rtf"):
        return work
    read = decoded(content, trust_declared=head.is_html)
    told = [remark("letters-guessed", read.guessed)] if read.guessed else []
    told += [remark("letters-lost", read.lost)] if read.lost else []
    return replace(work, notices=(*told, *work.notices)) if told else work


def _known_other(content: bytes) -> ParseResult | None:
    for start, why, instead in _KNOWN_OTHERS:
        if content.startswith(start):
            return refusals.not_text(why, instead)
    if _DUMP.search(content[:4000]):
        return refusals.not_text(
            gettext_noop("This is a copy of a database, not a story."),
            gettext_noop(
                "Export the stories from the archive that it comes from, as HTML, EPUB or text."
            ),
        )
    if content[60:68] in _KINDLE:
        return refusals.not_text(
            gettext_noop("This is a Kindle e-book, which cannot be read as a story."),
            gettext_noop("Convert it to EPUB, with Calibre for example."),
        )
    return None
