"""Plain text in any usual encoding."""

import re

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.html import cleaning, titles
from bookcub.formats.html.markup import MAX_CHARACTERS, squeeze
from bookcub.formats.html.splitting import split
from bookcub.formats.story import refusals
from bookcub.formats.story.decoding import decode, utf16_order
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedWork, SourceRefusedError
from bookcub.formats.story.remarks import remark
from bookcub.formats.typed.paragraphs import TypedText, read_typed

FORMAT = gettext_noop("plain text")
_FIELD = re.compile(r"(title|author|by|summary|language)\s*:\s*(\S.{0,300})", re.IGNORECASE)
_FEW = 4
_BYTE_ORDERS = (b"\xff\xfe", b"\xfe\xff")
_HEAD_LINES = 12
_LONGEST_TITLE = 120
_BYLINE = re.compile(r"(?:written\s+)?by[ :]\s*(\S.{0,80})", re.IGNORECASE)


def recognises(head: Head) -> int:
    """Anything that reads as text and not as noise."""
    if not head.text.strip() or head.members:
        return 0
    sample = head.text[:8000]
    odd = sum(
        1 for sign in sample if sign == "\ufffd" or (not sign.isprintable() and sign not in "\n\t")
    )
    lost = head.start[:8000].count(b"\x00") if "\x00" not in sample else 0
    # A program is full of zero bytes, too, but not at every second place.
    is_wide = utf16_order(head.start[:4000]) is not None or head.start[:2] in _BYTE_ORDERS
    return 0 if odd > max(_FEW, len(sample) * 0.02) or (lost > _FEW and not is_wide) else 5


def describe(content: bytes) -> ParsedWork:
    """Describe a plain text. Raises RefusedError if it is empty."""
    text = decode(content, trust_declared=False)
    if len(text) > MAX_CHARACTERS:
        raise SourceRefusedError.of(refusals.too_long())
    title, authors, rest = head_lines(text)
    typed = read_typed(rest)
    return from_typed(typed, FORMAT, title=title, authors=authors)


def head_lines(text: str) -> tuple[str, tuple[str, ...], str]:
    """Title and author from the first lines, if they say so, and the text without those lines."""
    lines = text.lstrip("\n").split("\n")
    fields: dict[str, str] = {}
    rest = 0
    for line in lines[:_HEAD_LINES]:
        match = _FIELD.fullmatch(line.strip())
        if match is None and line.strip():
            break
        rest += 1
        if match:
            fields[match[1].lower()] = squeeze(match[2])
    if "title" in fields:
        author = fields.get("author") or fields.get("by") or ""
        return fields["title"], (author,) if author else (), "\n".join(lines[rest:])
    filled = [place for place, line in enumerate(lines[:_HEAD_LINES]) if line.strip()]
    if len(filled) > 1:
        top, under = squeeze(lines[filled[0]]), squeeze(lines[filled[1]])
        byline = _BYLINE.fullmatch(under)
        if byline and len(top) <= _LONGEST_TITLE and under[-1] not in ".,;:!?":
            return top, (byline[1],), "\n".join(lines[filled[1] + 1 :])
    return "", (), text


def from_typed(
    typed: TypedText, format_name: str, *, title: str = "", authors: tuple[str, ...] = ()
) -> ParsedWork:
    """A work from typed blocks: chapters split, a title made if there is none."""
    found = split(typed.blocks, title=title, authors=authors)
    if not any(chapter.html for chapter in found.chapters):
        raise SourceRefusedError.of(refusals.empty())
    notices = list(found.notices)
    if typed.was_wrapped:
        notices.append(remark("lines-joined"))
    if typed.had_contents and remark("contents-left-out") not in notices:
        notices.append(remark("contents-left-out"))
    if not found.title:
        notices.append(remark("no-title"))
    return ParsedWork(
        format=format_name,
        title=cleaning.line(found.title, most=250) or titles.from_blocks(typed.blocks),
        title_is_guess=not found.title,
        authors=tuple(cleaning.line(name) for name in authors),
        notes=found.notes,
        chapters=tuple(found.chapters),
        notices=tuple(notices),
    )


IMPORTER = Importer(FORMAT, recognises, describe)
