"""An e-book opened: its package file, its pages in reading order, its table of contents."""

import posixpath
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.html import cleaning
from bookcub.formats.html.markup import attribute, first, parse, text_of
from bookcub.formats.html.safe_xml import Element, local, parse_xml, texts
from bookcub.formats.story import addresses
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.parsed import SourceRefusedError
from bookcub.formats.story.times import read_date
from bookcub.formats.zip.members import ZipArchive

WHAT = "EPUB file"
_MOST_FALLBACKS = 8
_FONT_LOCKS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of contents: where it leads and what it says."""

    path: str
    fragment: str
    title: str


@dataclass(slots=True)
class EpubBook:
    """What an e-book says of itself, and its pages."""

    archive: ZipArchive
    title: str = ""
    authors: tuple[str, ...] = ()
    description: str = ""
    language: str = ""
    subjects: tuple[str, ...] = ()
    published: date | None = None
    source: str = ""
    series: tuple[str, int | None] | None = None
    spine: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    guide: dict[str, str] = field(default_factory=dict)
    styles: list[str] = field(default_factory=list)
    navigation: str = ""
    #: Pages that the reading order names and the book does not hold; where others were found.
    missing: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)

    def page(self, path: str) -> str:
        """The markup of a page."""
        return decode(self.archive.read(path))


def open_book(content: bytes) -> EpubBook:
    """Open an EPUB 2 or 3. Raises RefusedError if it is broken, locked or empty."""
    archive = ZipArchive(content, WHAT)
    _refuse_locked(archive)
    package_path = _package_path(archive)
    root = parse_xml(archive.read(package_path), WHAT)
    book = EpubBook(archive)
    _read_metadata(root, book)
    folder = posixpath.dirname(package_path)
    items = {
        item.get("id", ""): (_resolve(folder, item.get("href", "")), item)
        for item in root.iter()
        if local(item) == "item"
    }
    _read_spine(root, items, book)
    book.styles = [
        path
        for path, item in items.values()
        if item.get("media-type") == "text/css" and path in archive
    ]
    book.guide = {
        _resolve(folder, item.get("href", "").partition("#")[0]): item.get("type", "").lower()
        for item in root.iter()
        if local(item) == "reference"
    }
    _read_contents(items, book)
    return book


def _refuse_locked(archive: ZipArchive) -> None:
    if "META-INF/encryption.xml" not in archive:
        return
    root = parse_xml(archive.read("META-INF/encryption.xml"), WHAT)
    methods = [
        item.get("Algorithm", "") for item in root.iter() if local(item) == "EncryptionMethod"
    ]
    if any(method not in _FONT_LOCKS for method in methods) or "META-INF/rights.xml" in archive:
        raise SourceRefusedError(
            "locked",
            gettext_noop("This e-book is protected against copying, so its text cannot be read."),
            gettext_noop("Import a copy without protection, if you may have one."),
        )


def _package_path(archive: ZipArchive) -> str:
    if "META-INF/container.xml" in archive:
        root = parse_xml(archive.read("META-INF/container.xml"), WHAT)
        for item in root.iter():
            path = unquote(item.get("full-path", "")) if local(item) == "rootfile" else ""
            if path in archive:
                return path
    for name in archive.names:
        if name.endswith(".opf"):
            return name
    raise SourceRefusedError(
        "damaged",
        gettext_noop("This EPUB file is damaged: it does not say which pages it holds."),
        gettext_noop("Download or save it again and try once more."),
    )


def _read_metadata(root: Element, book: EpubBook) -> None:
    metadata = texts(root, "title", "description", "language", "subject", "date", "source")
    book.title = cleaning.line(metadata.get("title", [""])[0])
    book.description = metadata.get("description", [""])[0]
    book.language = cleaning.line(metadata.get("language", [""])[0])
    book.subjects = tuple(cleaning.line(subject) for subject in metadata.get("subject", []))
    book.published = read_date(metadata.get("date", [""])[0])
    book.source = next(filter(addresses.canonical, _sources(root, metadata)), "")
    names = [
        cleaning.line(" ".join(item.itertext()))
        for item in root.iter()
        if local(item) == "creator" and _is_author(item, root)
    ]
    book.authors = tuple(dict.fromkeys(name for name in names if name))
    metas = {item.get("name", ""): item.get("content", "") for item in root.iter("{*}meta")}
    if title := metas.get("calibre:series"):
        part = re.match(r"(\d{1,5})(?:\.0+)?$", metas.get("calibre:series_index", ""))
        book.series = cleaning.line(title), int(part[1]) if part else None


def _sources(root: Element, metadata: dict[str, list[str]]) -> list[str]:
    """Where the book says that it comes from: its source, or an identifier that is an address."""
    identifiers = [
        "".join(str(part) for part in item.itertext()).strip().removeprefix("URL:")
        for item in root.iter()
        if local(item) == "identifier"
    ]
    return [*metadata.get("source", []), *identifiers]


def _is_author(item: Element, root: Element) -> bool:
    """Creators with another role (artist, editor) are not the author."""
    roles = [value for name, value in item.items() if str(name).endswith("role")]
    roles += [
        (meta.text or "").strip()
        for meta in root.iter("{*}meta")
        if meta.get("property") == "role" and meta.get("refines") == f"#{item.get('id')}"
    ]
    return not roles or "aut" in roles


def _read_spine(root: Element, items: dict[str, tuple[str, Element]], book: EpubBook) -> None:
    """The pages in reading order. What the book names wrongly is looked for; what is gone is told."""
    whereabouts = _Whereabouts(book.archive.names)
    for reference in root.iter():
        if local(reference) != "itemref":
            continue
        idref = reference.get("idref", "")
        path, item = _page_of(idref, items)
        if item is None:
            # Some makers write the file's name where its id belongs.
            path = next(
                (path for path, _ in items.values() if idref and path.endswith(idref)), idref
            )
        elif not _is_page(item):
            continue
        found = path if path in book.archive else whereabouts.of(path)
        if not found:
            book.missing.append(path)
        elif found not in book.spine:
            book.spine.append(found)
            book.moved[path] = found
    if not book.spine:
        raise SourceRefusedError(
            "damaged",
            gettext_noop("This EPUB file is damaged: none of the pages it names are in it."),
            gettext_noop("Download or save it again and try once more."),
        )


def _page_of(idref: str, items: dict[str, tuple[str, Element]]) -> tuple[str, Element | None]:
    """The item of this id, or the page that the book offers to readers that cannot show it."""
    path, item = items.get(idref, ("", None))
    for _ in range(_MOST_FALLBACKS):
        if item is None or _is_page(item) or item.get("fallback", "") not in items:
            break
        path, item = items[item.get("fallback", "")]
    return path, item


def _is_page(item: Element) -> bool:
    kind = item.get("media-type", "")
    return "html" in kind or ("xml" in kind and "svg" not in kind) or not kind


class _Whereabouts:
    """Where pages are that the book names under another spelling, or in another folder."""

    def __init__(self, names: list[str]) -> None:
        self._spelt: dict[str, str] = {}
        self._named: dict[str, list[str]] = {}
        for name in names:
            self._spelt.setdefault(_folded(name), name)
            self._named.setdefault(_folded(posixpath.basename(name)), []).append(name)

    def of(self, path: str) -> str:
        """The member meant; "" if there is none, or more than one."""
        alike = self._named.get(_folded(posixpath.basename(path)), [])
        return self._spelt.get(_folded(path)) or (alike[0] if len(alike) == 1 else "")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unquote(name)).casefold()


def _read_contents(items: dict[str, tuple[str, Element]], book: EpubBook) -> None:
    """EPUB 3's navigation page, else EPUB 2's NCX."""
    for path, item in items.values():
        if "nav" in item.get("properties", "").split() and path in book.archive:
            book.navigation = path
            book.entries = _from_navigation(book, path)
    for path, item in items.values():
        is_ncx = item.get("media-type") == "application/x-dtbncx+xml" or path.endswith(".ncx")
        if not book.entries and is_ncx and path in book.archive:
            book.entries = _from_ncx(book, path)


def _from_navigation(book: EpubBook, path: str) -> list[Entry]:
    page = parse(book.page(path), xhtml=True)
    listing = first(page, 'nav[epub\\:type~="toc"]', "nav#toc", "nav")
    found = []
    for link in listing.css("a[href]") if listing is not None else ():
        target, _, fragment = attribute(link, "href").partition("#")
        where = _resolve(posixpath.dirname(path), target) if target else path
        where = book.moved.get(where, where)
        found.append(Entry(where, fragment, cleaning.line(text_of(link))))
    return found


def _from_ncx(book: EpubBook, path: str) -> list[Entry]:
    found = []
    for point in parse_xml(book.archive.read(path), WHAT).iter("{*}navPoint"):
        content = point.find("{*}content")
        label = point.find("{*}navLabel")
        if content is None or label is None:
            continue
        target, _, fragment = content.get("src", "").partition("#")
        title = cleaning.line(" ".join(label.itertext()))
        where = _resolve(posixpath.dirname(path), target)
        found.append(Entry(book.moved.get(where, where), fragment, title))
    return found


def _resolve(folder: str, target: str) -> str:
    """A member's name from an address inside the book; never leaves it, for it is only a key."""
    return posixpath.normpath(posixpath.join(folder, unquote(target)))
