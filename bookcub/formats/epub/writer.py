"""Write an e-book: `EPUB 3.3 <https://www.w3.org/TR/epub-33/>`_, the same bytes for the same book.

One chapter is one file of the spine, so that an e-reader's place in the n-th file is a place in the n-th
chapter in every later download too. Dates, order and compression are fixed; the one date inside is the
book's own. Right after the signature stands a small stored file that names the edition: programs that know
a book by a few of its bytes (KOReader) see another book when its words have changed.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bookcub.core.languages.direction import direction
from bookcub.core.text.characters import one_line
from bookcub.formats.epub.xhtml import as_xhtml, xml_text

MEDIA_TYPE = "application/epub+zip"
NO_LANGUAGE = "und"  # undetermined

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can say
_NO_TITLE = "Untitled"


@dataclass(frozen=True, slots=True)
class BookChapter:
    """One file of the book: its title as in the table of contents, and sanitised HTML.

    With `shows_title` the title also stands as a heading above the words.
    """

    title: str
    html: str
    shows_title: bool = True


@dataclass(frozen=True, slots=True)
class BookToWrite:
    """All that a book is made of. `modified` is when its words last changed, never when it was fetched."""

    identifier: str
    title: str
    modified: datetime
    chapters: Sequence[BookChapter]
    language: str = ""
    authors: Sequence[str] = ()
    description: str = ""
    publisher: str = ""
    source: str = ""
    subjects: Sequence[str] = ()


def write_epub(book: BookToWrite) -> bytes:
    """The book as a file. Raises ValueError without a chapter, an identifier or a time zone."""
    if not book.chapters or not one_line(book.identifier) or book.modified.tzinfo is None:
        raise ValueError("a book needs an identifier, a moment with its zone, and a chapter")
    language = book.language if _LANGUAGE.fullmatch(book.language) else NO_LANGUAGE
    files: list[tuple[str, str]] = [("META-INF/container.xml", _CONTAINER)]
    pages = [
        (f"chapter-{number:04}.xhtml", _page(chapter, language))
        for number, chapter in enumerate(book.chapters, start=1)
    ]
    names = [name for name, _ in pages]
    files += [
        ("EPUB/package.opf", _package(book, language, names)),
        ("EPUB/nav.xhtml", _nav(book, language, names)),
        ("EPUB/toc.ncx", _ncx(book, language, names)),
        ("EPUB/style.css", _STYLE),
        *((f"EPUB/{name}", page) for name, page in pages),
    ]
    edition = hashlib.sha256("\0".join(text for _, text in files).encode()).hexdigest()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        _put(archive, "mimetype", MEDIA_TYPE, zipfile.ZIP_STORED)
        _put(archive, "META-INF/edition.txt", edition + "\n", zipfile.ZIP_STORED)
        for name, text in files:
            _put(archive, name, text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _put(archive: zipfile.ZipFile, name: str, text: str, compression: int) -> None:
    member = zipfile.ZipInfo(name, _FIXED_DATE)
    member.create_system = 3  # else the file would tell on which system it was made
    member.external_attr = 0o644 << 16
    member.compress_type = compression
    archive.writestr(member, text.encode(), compresslevel=9)


def _titled(text: str) -> str:
    return xml_text(one_line(text) or _NO_TITLE)


def _page(chapter: BookChapter, language: str) -> str:
    words = as_xhtml(chapter.html)
    heading = f"<h1>{_titled(chapter.title)}</h1>\n" if chapter.shows_title else ""
    body = f'<section epub:type="chapter" role="doc-chapter">\n{heading}{words}</section>\n'
    return _document(_titled(chapter.title), body, language)


def _nav(book: BookToWrite, language: str, names: Sequence[str]) -> str:
    rows = "".join(
        f'<li><a href="{name}">{_titled(chapter.title)}</a></li>\n'
        for name, chapter in zip(names, book.chapters, strict=True)
    )
    body = (
        '<nav epub:type="toc" role="doc-toc" id="toc">\n'
        f"<h1>{_titled(book.title)}</h1>\n<ol>\n{rows}</ol>\n</nav>\n"
        '<nav epub:type="landmarks" id="landmarks" hidden="hidden">\n<ol>\n'
        f'<li><a epub:type="bodymatter" href="{names[0]}">{_titled(book.chapters[0].title)}</a></li>\n'
        "</ol>\n</nav>\n"
    )
    return _document(_titled(book.title), body, language)


def _document(title: str, body: str, language: str) -> str:
    turned = ' dir="rtl"' if direction(language) == "rtl" else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}"{turned}>\n'
        f'<head>\n<meta charset="UTF-8"/>\n<title>{title}</title>\n'
        '<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n'
        f"<body>\n{body}</body>\n</html>\n"
    )


def _package(book: BookToWrite, language: str, names: Sequence[str]) -> str:
    items = "".join(
        f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>\n'
        for number, name in enumerate(names, start=1)
    )
    spine = "".join(f'<itemref idref="c{number}"/>\n' for number in range(1, len(names) + 1))
    turning = ' page-progression-direction="rtl"' if direction(language) == "rtl" else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{language}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{_metadata(book, language)}</metadata>\n<manifest>\n"
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>\n'
        '<item id="css" href="style.css" media-type="text/css"/>\n'
        f'{items}</manifest>\n<spine toc="ncx"{turning}>\n{spine}</spine>\n</package>\n'
    )


def _metadata(book: BookToWrite, language: str) -> str:
    rows = [
        f'<dc:identifier id="id">{xml_text(one_line(book.identifier))}</dc:identifier>',
        f"<dc:title>{_titled(book.title)}</dc:title>",
        f"<dc:language>{language}</dc:language>",
    ]
    rows += [f"<dc:creator>{xml_text(name)}</dc:creator>" for name in _said(book.authors)]
    rows += [f"<dc:subject>{xml_text(name)}</dc:subject>" for name in _said(book.subjects)]
    for name in ("description", "publisher", "source"):
        value = one_line(getattr(book, name))
        if value:
            rows.append(f"<dc:{name}>{xml_text(value)}</dc:{name}>")
    moment = book.modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    rows.append(f'<meta property="dcterms:modified">{moment}</meta>')
    rows += [f'<meta property="schema:{name}">{value}</meta>' for name, value in _ACCESSIBILITY]
    return "".join(f"{row}\n" for row in rows)


def _said(names: Sequence[str]) -> list[str]:
    return [seen for name in names if (seen := one_line(name))]


def _ncx(book: BookToWrite, language: str, names: Sequence[str]) -> str:
    """The table of contents that older e-readers look for."""
    points = "".join(
        f'<navPoint id="n{number}" playOrder="{number}"><navLabel><text>{_titled(chapter.title)}</text>'
        f'</navLabel><content src="{name}"/></navPoint>\n'
        for number, (name, chapter) in enumerate(zip(names, book.chapters, strict=True), start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" '
        f'xml:lang="{language}">\n<head>\n'
        f'<meta name="dtb:uid" content="{xml_text(one_line(book.identifier))}"/>\n'
        '<meta name="dtb:depth" content="1"/>\n</head>\n'
        f"<docTitle><text>{_titled(book.title)}</text></docTitle>\n"
        f"<navMap>\n{points}</navMap>\n</ncx>\n"
    )


# EPUB Accessibility 1.1, section 2.2; the five that either edition of it asks for.
_ACCESSIBILITY = (
    ("accessMode", "textual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityHazard", "none"),
    (
        "accessibilitySummary",
        "Words only, in reading order, with headings and a table of contents. Pictures are named by links.",
    ),
)

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""

_STYLE = """body { margin: 0 5%; line-height: 1.5; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.5em 0 0.75em; }
p { margin: 0 0 0.75em; }
blockquote { margin: 1em 1.5em; }
hr { border: 0; border-top: 1px solid; margin: 2em 30%; }
table { border-collapse: collapse; }
td, th { padding: 0.2em 0.75em 0.2em 0; text-align: start; vertical-align: top; }
.big { font-size: larger; }
.center { text-align: center; }
.right { text-align: right; }
.justify { text-align: justify; }
.address { font-style: italic; }
.by { font-size: 0.9em; font-style: italic; }
"""
