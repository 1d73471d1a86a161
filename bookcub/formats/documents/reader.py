"""Word (.docx), OpenDocument (.odt), RTF and FictionBook (.fb2), read by pandoc under limits of its own."""

import io
import re
import resource
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import pypandoc

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.documents import looks
from bookcub.formats.documents.rich_text import in_unicode
from bookcub.formats.html import cleaning
from bookcub.formats.html.safe_xml import local, parse_xml, texts
from bookcub.formats.html.web_page import describe_html
from bookcub.formats.story import addresses, refusals
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedSeries, ParsedWork, SourceRefusedError
from bookcub.formats.story.remarks import ABOUT_THE_TITLE, remark
from bookcub.formats.zip.members import ZipArchive

WORD, OPEN_DOCUMENT = gettext_noop("Word document"), gettext_noop("OpenDocument text")
FICTION_BOOK = "FictionBook"
_DEFINITIONS = gettext_noop("This document holds definitions that no word processor writes.")
_WITHOUT_PICTURES = re.compile(r"<binary\b[^>]*>[^<]*</binary>")
MAX_RTF = 20 * 1024 * 1024
#: Measured: with this heap and a compacting collector pandoc stays at about 200 MB altogether.
RUNTIME = ("+RTS", "-M100M", "-c", "-RTS")
#: Its heap, or its processor's time: the system ends it then.
_EXHAUSTED = (251, -signal.SIGXCPU, -signal.SIGKILL)
SECONDS = 10
#: On the wall: a busy machine gives it little of each of them.
WALL_SECONDS = 150
_TEMPLATE = """<!DOCTYPE html><html><head><title>$if(title)$$title$$endif$</title>
$for(author)$<meta name="author" content="$author$">$endfor$</head><body>
$body$
</body></html>"""
_TITLES_NOBODY_GAVE = frozenset({"", "word document", "document", "untitled", "microsoft word"})


def _recognises_docx(head: Head) -> int:
    return 90 if "word/document.xml" in head.members else 0


def _recognises_odt(head: Head) -> int:
    is_text = b"opendocument.text" in head.start[:200] or "styles.xml" in head.members
    return 90 if "content.xml" in head.members and is_text else 0


def _recognises_fb2(head: Head) -> int:
    return 95 if re.search(r"<(?:\w+:)?FictionBook\b", head.text[:4000]) else 0


def _recognises_rtf(head: Head) -> int:
    return 95 if head.start[:400].lstrip().startswith(b"{\\rtf") else 0


def _describe_docx(content: bytes) -> ParsedWork:
    archive = ZipArchive(content, WORD)
    inspected, told = _only_xml(archive, looks.of_docx)
    work = _describe(WORD, "docx+empty_paragraphs", inspected)
    return _with_properties(_telling(work, told=told), archive, "docProps/core.xml")


def _describe_odt(content: bytes) -> ParsedWork:
    archive = ZipArchive(content, OPEN_DOCUMENT)
    inspected, told = _only_xml(archive, looks.of_odt)
    work = _describe(OPEN_DOCUMENT, "odt+empty_paragraphs", inspected)
    return _with_properties(_telling(work, told=told), archive, "meta.xml")


def _telling(work: ParsedWork, *, told: bool) -> ParsedWork:
    return replace(work, notices=(*work.notices, remark("looks-of-styles"))) if told else work


def _describe_rtf(content: bytes) -> ParsedWork:
    if len(content) > MAX_RTF:
        raise SourceRefusedError(
            "too-large",
            gettext_noop("This RTF file is larger than a story can be."),
            gettext_noop("Leave pictures out of it, or save it as .docx or .odt."),
        )
    return _describe("RTF", "rtf", in_unicode(content))


def _describe_fb2(content: bytes) -> ParsedWork:
    text = _WITHOUT_PICTURES.sub("", decode(content))
    if "<!ENTITY" in text or "<!DOCTYPE" in text[:2000]:
        raise SourceRefusedError.of(refusals.unsafe(_DEFINITIONS))
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    work = _describe(FICTION_BOOK, "fb2", text.encode())
    described = re.search(r"<description\b.*?</description>", text, re.DOTALL)
    return replace(work, **_fb2_facts(described[0])) if described else work


def _fb2_facts(description: str) -> dict[str, Any]:
    """What FictionBook's own head says, which pandoc passes over; http://www.fictionbook.org."""
    root = parse_xml(re.sub(r"\b(?:l|xlink):", "", description).encode(), FICTION_BOOK)
    info = next((each for each in root if local(each) == "title-info"), root)
    authors = [
        " ".join(
            part
            for name in ("first-name", "middle-name", "last-name", "nickname")
            for part in texts(author, name).get(name, [])[:1]
        )
        for author in info
        if local(author) == "author"
    ]
    sequence = next((each for each in info if local(each) == "sequence"), None)
    said = texts(info, "book-title", "lang", "annotation", "genre")
    named = texts(root, "src-url").get("src-url", [""])
    facts: dict[str, Any] = {
        "title": cleaning.line(said.get("book-title", [""])[0]),
        "authors": tuple(name for name in map(cleaning.line, authors) if name),
        "language": cleaning.line(said.get("lang", [""])[0]),
        "summary": cleaning.summary(f"<p>{escape(said.get('annotation', [''])[0])}</p>"),
        "original_url": addresses.story_address(named[0]),
    }
    if facts["title"]:
        facts["title_is_guess"] = False
    if sequence is not None and sequence.get("name"):
        number = sequence.get("number", "")
        part = int(number) if number.isdecimal() and len(number) <= 6 else None  # noqa: PLR2004  # digits
        facts["series"] = (ParsedSeries(cleaning.line(sequence.get("name", "")), part),)
    return {name: value for name, value in facts.items() if value not in ("", None, ())}


def _only_xml(
    archive: ZipArchive, with_looks: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> tuple[bytes, bool]:
    """The document without its pictures and fonts, every part of it inspected; and whether its styles had looks."""
    parts: dict[str, bytes] = {}
    for name in archive.names:
        if not name.lower().endswith((".xml", ".rels")) and name != "mimetype":
            continue
        part = archive.read(name)
        if b"<!ENTITY" in part or b"<!DOCTYPE" in part[:2000] or b"\x00" in part[:64]:
            raise SourceRefusedError.of(refusals.unsafe(_DEFINITIONS))
        parts[name] = part
    changed = with_looks(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as rebuilt:
        for name, part in (parts | changed).items():
            rebuilt.writestr(name, part)
    return out.getvalue(), bool(changed)


def _describe(name: str, reader: str, content: bytes) -> ParsedWork:
    html = _pandoc(name, reader, content)
    work = describe_html(html, name)
    return replace(work, language="")


def _pandoc(name: str, reader: str, content: bytes) -> str:
    """Let pandoc make HTML: insertions accepted, deletions and reviewers' comments dropped."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as made:
        folder = Path(made)
        (folder / "template.html").write_text(_TEMPLATE, encoding="utf-8")
        (folder / "document").write_bytes(content)
        command = [
            str(pypandoc.get_pandoc_path()), *RUNTIME, "--sandbox",
            f"--from={reader}", "--to=html+empty_paragraphs", "--wrap=none",
            "--track-changes=accept", "--template=template.html", "--metadata=pagetitle:x",
            "--output=out.html", "document",
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 - our own binary, fixed arguments
                command, cwd=folder, env={"HOME": made, "LANG": "C.UTF-8"}, timeout=WALL_SECONDS,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                check=False, preexec_fn=_limit_data,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            done = None
        out = folder / "out.html"
        if done is None or done.returncode in _EXHAUSTED:
            raise SourceRefusedError(
                "too-large",
                gettext_noop("This document is too long or too complicated to be read in one go."),
                gettext_noop(
                    "Split it into several files and import them together, or save it as plain text."
                ),
            )
        if done.returncode != 0 or not out.exists():
            refused = refusals.damaged(name)
            raise SourceRefusedError.of(refused)
        return out.read_text(encoding="utf-8", errors="replace")


def _limit_data() -> None:
    """Runs in the new process before pandoc starts."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _with_properties(work: ParsedWork, archive: ZipArchive, part: str) -> ParsedWork:
    """The title from the document's properties, if its text does not say one."""
    if part not in archive:
        return work
    properties = texts(
        parse_xml(archive.read(part), "document"), "title", "creator", "initial-creator"
    )
    title = cleaning.line(properties.get("title", [""])[0])
    notices = work.notices
    if not work.authors and len(properties) > ("title" in properties):
        # Word writes the name of the computer's account here. Writers under a pseud are owed care.
        notices += (remark("owner-left-out"),)
    if work.title_is_guess and title.lower() not in _TITLES_NOBODY_GAVE:
        notices = tuple(each for each in notices if each.code not in ABOUT_THE_TITLE)
        return replace(work, title=title, title_is_guess=False, notices=notices)
    return replace(work, notices=notices)


def _importer(
    name: str, recognises: Callable[[Head], int], describe: Callable[[bytes], ParsedWork]
) -> Importer:
    return Importer(name, recognises, describe)


DOCX = _importer(WORD, _recognises_docx, _describe_docx)
ODT = _importer(OPEN_DOCUMENT, _recognises_odt, _describe_odt)
FB2 = _importer(FICTION_BOOK, _recognises_fb2, _describe_fb2)
RTF = _importer("RTF", _recognises_rtf, _describe_rtf)
