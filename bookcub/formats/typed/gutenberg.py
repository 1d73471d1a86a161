"""Project Gutenberg's books as text and as HTML: the book itself, without licence and header."""

import re
from dataclasses import replace
from html import unescape
from typing import TypedDict

from bookcub.formats.html import web_page
from bookcub.formats.html.markup import squeeze
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedWork
from bookcub.formats.story.remarks import remark
from bookcub.formats.typed.paragraphs import read_typed
from bookcub.formats.typed.plain_text import from_typed

FORMAT = "Project Gutenberg"
_START = re.compile(
    r"^.*\*\*\*\s*START OF (?:THIS|THE) PROJECT GUTENBERG.*$", re.IGNORECASE | re.MULTILINE
)
#: The headers of before 2001 begin and end with these, and the licence stands between them.
_SMALL_PRINT = re.compile(r"^\*+\s*END\s*\*?\s*THE SMALL PRINT.*$", re.IGNORECASE | re.MULTILINE)
_SMALL_PRINT_BEGINS = re.compile(
    r"^\*{3}\s*START\s*\*+\s*THE SMALL PRINT", re.IGNORECASE | re.MULTILINE
)
_END = re.compile(
    r"^.{0,20}(?:\*\*\*\s*END OF (?:THIS|THE) PROJECT GUTENBERG|End of (?:the |this )?Project Gutenberg"
    r"|\*\*\* START: FULL LICENSE|THE FULL PROJECT GUTENBERG LICENSE).*$",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_CREDITS = 600
_LONGEST_SMALL_PRINT = 16_000
_OF_THE_LICENCE = re.compile(
    r"Project Gutenberg|small print|\betexts?\b|Illinois Benedictine|\bVer\.\d", re.IGNORECASE
)
#: "***The Project Gutenberg Etext of The Lamp, by Ines Keeper***", where there are no fields.
_FIRST_LINE = re.compile(
    r"^\W*(?:The )?Project Gutenberg(?:’s|'s)? E-?(?:text|book)(?: of|,) (?P<title>[^\n*]{2,120}?),? by "
    r"(?P<author>[^\n*]{2,80}?)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(r"^(Title|Author|Language):[ \t]*(\S.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_CREDITS = re.compile(
    r"(?:\[?(?:e-?text|e-?book|this (?:e-?text|file|e-?book))?\s*(?:was\s*)?"
    r"(?:produced|prepared|transcribed|created|scanned) by|transcriber.s notes?\b|HTML version by)",
    re.IGNORECASE,
)


class _Known(TypedDict):
    title: str
    authors: tuple[str, ...]


def recognises(head: Head) -> int:
    """The header names the project in its first lines."""
    named = "Project Gutenberg" in head.text[:20_000]
    marked = any(mark.search(head.text) for mark in (_START, _SMALL_PRINT, _SMALL_PRINT_BEGINS))
    return 98 if named and marked else 0


def describe(content: bytes) -> ParsedWork:
    """Describe the book between the markers, in either of its two forms."""
    text = decode(content)
    head = Head(content[:4000], text[:4000])
    if head.is_html:
        return _describe_html(text)
    fields = _fields(text[:20_000])
    body = _without_credits(_between(text))
    return _described(from_typed(read_typed(body), FORMAT, **_known(fields)), fields)


def _describe_html(text: str) -> ParsedWork:
    fields = _fields(re.sub(r"<[^>]*>", "", unescape(text[:40_000])))
    known = _known(fields)
    work = web_page.describe_html(
        text, FORMAT, title=known["title"], authors=known["authors"], outside=is_boilerplate
    )
    return _described(work, fields)


def is_boilerplate(words: str) -> str:
    """Where a block of the page stands: "start" or "end" marker, "credits", or "" for the book."""
    if _START.search(words) or _SMALL_PRINT.search(words):
        return "start"
    if _END.search(words):
        return "end"
    return "credits" if _CREDITS.match(words) and len(words) < _LONGEST_CREDITS else ""


def _between(text: str) -> str:
    start = _START.search(text) or _SMALL_PRINT.search(text)
    body = text[start.end() :] if start else _after_small_print(text)
    end = _END.search(body)
    return body[: end.start()] if end else body


def _after_small_print(text: str) -> str:
    """What follows a licence that does not say where it ends: its last paragraph names the project."""
    begins = _SMALL_PRINT_BEGINS.search(text)
    if begins is None:
        return text
    paragraphs = re.split(
        r"(\n\s*\n)", text[begins.start() : begins.start() + _LONGEST_SMALL_PRINT]
    )
    own = [n for n, paragraph in enumerate(paragraphs) if _OF_THE_LICENCE.search(paragraph)]
    return text[begins.start() + len("".join(paragraphs[: own[-1] + 1])) :] if own else text


def _without_credits(body: str) -> str:
    """Leave out the paragraphs by which transcribers name themselves, at the very top."""
    paragraphs = re.split(r"(\n\s*\n)", body)
    for place in range(0, min(len(paragraphs), 12), 2):
        if _CREDITS.match(paragraphs[place].strip()) and len(paragraphs[place]) < _LONGEST_CREDITS:
            paragraphs[place] = ""
    return "".join(paragraphs)


def _fields(head: str) -> dict[str, str]:
    fields = {match[1].lower(): squeeze(match[2]) for match in _FIELD.finditer(head)}
    named = _FIRST_LINE.search(head)
    return (
        {name: squeeze(words) for name, words in named.groupdict().items()} | fields
        if named
        else fields
    )


def _known(fields: dict[str, str]) -> _Known:
    author = fields.get("author", "")
    names = re.split(r"\s+(?:and|&)\s+|;\s*", author) if author else []
    return {"title": fields.get("title", ""), "authors": tuple(name for name in names if name)}


def _described(work: ParsedWork, fields: dict[str, str]) -> ParsedWork:
    return replace(
        work,
        format=FORMAT,
        language=fields.get("language", work.language),
        notices=(remark("licence-left-out"), *work.notices),
    )


IMPORTER = Importer(FORMAT, recognises, describe)
