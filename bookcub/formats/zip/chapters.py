"""A ZIP of chapters: every member described as if it came alone, then joined in natural order."""

from collections.abc import Callable
from dataclasses import replace

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.story import refusals
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.joining import are_unrelated, join_works, natural_key
from bookcub.formats.story.parsed import ParsedWork, ParseResult, Refusal, SourceRefusedError
from bookcub.formats.story.remarks import remark
from bookcub.formats.zip.members import ZipArchive

FORMAT = "ZIP"
MAX_CHAPTERS = 400
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_IGNORED = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_NOT_TEXT = (
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".webp",
    ".svg",
    ".css",
    ".js",
    ".ttf",
    ".otf",
    ".woff",
    ".woff2",
)


def recognises(head: Head) -> int:
    """Any ZIP that is nothing better."""
    return 20 if head.start.startswith(_ZIP_STARTS) else 0


def importer(describe_alone: Callable[[bytes], ParseResult]) -> Importer:
    """Make the ZIP importer; `describe_alone` describes a member and knows no ZIP."""
    return Importer(FORMAT, recognises, lambda content: describe(content, describe_alone))


def opened(content: bytes) -> tuple[ZipArchive, list[str]]:
    """The archive, and which of its files may be stories, in natural order. Raises RefusedError."""
    archive = ZipArchive(content, "ZIP file")
    names = [name for name in sorted(archive.names, key=natural_key) if _may_be_chapter(name)]
    return archive, names


def describe(content: bytes, describe_alone: Callable[[bytes], ParseResult]) -> ParsedWork:
    """Join what is in a ZIP. Raises RefusedError if nothing in it can be read."""
    archive, names = opened(content)
    if not names:
        raise SourceRefusedError(
            "empty",
            gettext_noop("There is no story in this ZIP file."),
            gettext_noop("Check that you chose the right file."),
        )
    if len(names) > MAX_CHAPTERS:
        raise SourceRefusedError(
            "too-large",
            gettext_noop("This ZIP file holds more files than can be imported at once."),
            gettext_noop("Split it into several ZIP files, or import the files themselves."),
        )
    named: list[tuple[str, ParseResult]] = [
        (name, _member(archive.read(name), describe_alone)) for name in names
    ]
    if are_unrelated(named):
        raise SourceRefusedError(
            "several-works",
            gettext_noop("This ZIP file holds several different works."),
            gettext_noop(
                "Unpack it and import its files together. Each becomes a work of its own."
            ),
        )
    joined = join_works(named)
    if isinstance(joined, Refusal):
        raise SourceRefusedError.of(joined)
    if len(names) == 1:
        return joined
    return replace(joined, notices=(remark("zip-joined", len(names)), *joined.notices))


def _member(content: bytes, describe_alone: Callable[[bytes], ParseResult]) -> ParseResult:
    outcome = describe_alone(content)
    is_unknown = isinstance(outcome, Refusal) and outcome.code == "unknown-format"
    if is_unknown and content.startswith(_ZIP_STARTS):
        return refusals.unsafe(gettext_noop("This is a ZIP inside a ZIP, which is not opened."))
    return outcome


def _may_be_chapter(name: str) -> bool:
    lowered = name.lower()
    last = lowered.rsplit("/", 1)[-1]
    is_hidden = last.startswith(".") or any(ignored in lowered for ignored in _IGNORED)
    return not is_hidden and not lowered.endswith(_NOT_TEXT)
