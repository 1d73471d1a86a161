"""Word (.docx), OpenDocument (.odt) and RTF, read by pandoc under limits of its own."""

import io
import resource
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypandoc

from bookcub.core.translating import gettext_noop
from bookcub.formats.html import cleaning
from bookcub.formats.html.safe_xml import parse_xml, texts
from bookcub.formats.html.web_page import describe_html
from bookcub.formats.story import refusals
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedWork, SourceRefusedError
from bookcub.formats.story.remarks import ABOUT_THE_TITLE, remark
from bookcub.formats.zip.members import ZipArchive

WORD, OPEN_DOCUMENT = gettext_noop("Word document"), gettext_noop("OpenDocument text")
MAX_RTF = 20 * 1024 * 1024
#: Measured: with this heap and a compacting collector pandoc stays at about 200 MB altogether.
RUNTIME = ("+RTS", "-M100M", "-c", "-RTS")
_HEAP_EXHAUSTED = 251
SECONDS = 10
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


def _recognises_rtf(head: Head) -> int:
    return 95 if head.start[:400].lstrip().startswith(b"{\\rtf") else 0


def _describe_docx(content: bytes) -> ParsedWork:
    archive = ZipArchive(content, WORD)
    work = _describe(WORD, "docx+empty_paragraphs", _only_xml(archive))
    return _with_properties(work, archive, "docProps/core.xml")


def _describe_odt(content: bytes) -> ParsedWork:
    archive = ZipArchive(content, OPEN_DOCUMENT)
    work = _describe(OPEN_DOCUMENT, "odt+empty_paragraphs", _only_xml(archive))
    return _with_properties(work, archive, "meta.xml")


def _describe_rtf(content: bytes) -> ParsedWork:
    if len(content) > MAX_RTF:
        raise SourceRefusedError(
            "too-large",
            gettext_noop("This RTF file is larger than a story can be."),
            gettext_noop("Leave pictures out of it, or save it as .docx or .odt."),
        )
    return _describe("RTF", "rtf", content)


def _only_xml(archive: ZipArchive) -> bytes:
    """The document without its pictures and fonts, every part of it inspected."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as rebuilt:
        for name in archive.names:
            if not name.lower().endswith((".xml", ".rels")) and name != "mimetype":
                continue
            part = archive.read(name)
            if b"<!ENTITY" in part or b"<!DOCTYPE" in part[:2000] or b"\x00" in part[:64]:
                raise SourceRefusedError(
                    "unsafe",
                    gettext_noop("This document holds definitions that no word processor writes."),
                    gettext_noop(
                        "If the story is your own, save the file again from the program that made it."
                    ),
                )
            rebuilt.writestr(name, part)
    return out.getvalue()


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
                command, cwd=folder, env={"HOME": made, "LANG": "C.UTF-8"}, timeout=SECONDS,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                check=False, preexec_fn=_limit_data,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            done = None
        out = folder / "out.html"
        if done is None or done.returncode == _HEAP_EXHAUSTED:
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
RTF = _importer("RTF", _recognises_rtf, _describe_rtf)
