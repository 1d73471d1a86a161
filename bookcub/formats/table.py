"""The table of formats, and how a source finds its importer: by what is in it, never by its name."""

from collections.abc import Sequence

from bookcub.core.translating import gettext_noop
from bookcub.formats import documents
from bookcub.formats.epub import reader as epub
from bookcub.formats.html import web_page
from bookcub.formats.otwarchive import download as otw_download
from bookcub.formats.otwarchive import epub as otw_epub
from bookcub.formats.otwarchive import pasted_text
from bookcub.formats.otwarchive import saved_page as otw_page
from bookcub.formats.story import refusals
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import HEAD_BYTES, Head, Importer
from bookcub.formats.story.parsed import ParseResult, SourceRefusedError
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
        b"\x1f\x8b",
        gettext_noop("This is a gzip file, which cannot be opened here."),
        gettext_noop("Unpack it and import what is in it."),
    ),
)
_KINDLE = (b"BOOKMOBI", b"TEXtREAd")

#: Formats of one story. To add one: a module with an IMPORTER, and its line here.
ALONE: tuple[Importer, ...] = (
    otw_page.IMPORTER,
    otw_download.IMPORTER,
    otw_epub.IMPORTER,
    pasted_text.IMPORTER,
    gutenberg.IMPORTER,
    epub.IMPORTER,
    documents.DOCX,
    documents.ODT,
    documents.RTF,
    markdown.IMPORTER,
    web_page.IMPORTER,
    plain_text.IMPORTER,
)


def describe_alone(content: bytes) -> ParseResult:
    """Describe a story that is not packed into a ZIP with others."""
    return _describe(content, ALONE)


IMPORTERS: tuple[Importer, ...] = (*ALONE, zip_file.importer(describe_alone))


def describe(content: bytes) -> ParseResult:
    """Find the importer that recognises these bytes best and let it describe them."""
    return _describe(content, IMPORTERS)


def head_of(content: bytes) -> Head:
    """What importers get to see of a file to recognise it."""
    members = member_names(content) if content[:2] == b"PK" else frozenset()
    start = content[:HEAD_BYTES]
    return Head(start, "" if members else decode(start), members)


def _describe(content: bytes, importers: Sequence[Importer]) -> ParseResult:
    try:
        if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
            return refusals.empty()
        if refused := _known_other(content):
            return refused
        head = head_of(content)
        best = max(importers, key=lambda importer: importer.recognises(head))
        if best.recognises(head) == 0:
            return refusals.unknown_format()
        return best.describe(content)
    except SourceRefusedError as refused_error:
        return refused_error.refusal
    except (MemoryError, RecursionError):
        return refusals.too_hard()


def _known_other(content: bytes) -> ParseResult | None:
    for start, why, instead in _KNOWN_OTHERS:
        if content.startswith(start):
            return refusals.not_text(why, instead)
    if content[60:68] in _KINDLE:
        return refusals.not_text(
            gettext_noop("This is a Kindle e-book, which cannot be read as a story."),
            gettext_noop("Convert it to EPUB, with Calibre for example."),
        )
    return None
