"""Markdown: CommonMark with tables, strike-through and footnotes; front matter is read."""

import re
from collections import Counter
from functools import partial

from markdown_it import MarkdownIt

from bookcub.core.text.paragraphs import keep_numbers
from bookcub.formats.html import cleaning, titles
from bookcub.formats.html.blocks import blocks_of
from bookcub.formats.html.footnotes import attach, drop_dead_links, number_references
from bookcub.formats.html.markup import MAX_CHARACTERS, body_of, parse
from bookcub.formats.html.splitting import split
from bookcub.formats.html.web_page import prepare
from bookcub.formats.story import refusals
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedWork, SourceRefusedError
from bookcub.formats.story.remarks import remark
from bookcub.formats.typed import front_matter

FORMAT = "Markdown"
_MOST_BRACKETS = 20_000
_HEADING = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)
_UNDERLINED = re.compile(r"^\S.{0,80}\n(?:={3,}|-{3,}) *$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]\n]{1,200}\]\((?:https?:|/|#|<)[^)\n]{0,500}\)")
_STRONG = re.compile(r"(?<![\w*])\*\*\S[^*\n]{0,200}\S\*\*(?!\w)")
_NOTE = re.compile(
    r"^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*(?:\n(?:[ \t]{2,}.*|(?=\n[ \t]{2,}\S)))*)", re.MULTILINE
)
_DEFINITION = re.compile(r"^( {0,3})\[([^\]\n]{1,200})\]:[ \t]*(\S*)", re.MULTILINE)
_LABEL = re.compile(r"\[([^\[\]\n]{1,200})\]")
_ADDRESS = re.compile(r"<|[a-z][a-z0-9+.-]*:\S|[/#.]|www\.", re.IGNORECASE)
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,60})\]")


def recognises(head: Head) -> int:
    """Front matter, headings with hashes or underlines, links, bold."""
    if head.members or head.is_html:
        return 0
    text = head.text
    if front_matter.has_any(text):
        return 60
    signs = len(_HEADING.findall(text)) + len(_LINK.findall(text))
    signs += len(_UNDERLINED.findall(text)) + len(_STRONG.findall(text)) // 2
    return 0 if signs == 0 else min(40, 10 + signs * 5)


def describe(content: bytes) -> ParsedWork:
    """Describe a Markdown file. Raises RefusedError if it is empty."""
    text = decode(content, trust_declared=False)
    if len(text) > MAX_CHARACTERS // 2:
        raise SourceRefusedError.of(refusals.too_long())
    front, text = front_matter.read(text)
    renderer = MarkdownIt("commonmark", {"html": True, "maxNesting": 60}).enable(
        ["table", "strikethrough"]
    )
    renderer.core.ruler.push("numbers", keep_numbers)
    if text.count("[") > _MOST_BRACKETS:
        text = text.replace("[", "\\[")  # looking for a link at each of them would take minutes
    notes: dict[str, str] = {}
    text = _take_notes(_DEFINITION.sub(partial(_spared, _labels(text)), text), renderer, notes)
    page = parse(renderer.render(text))
    body = body_of(page)
    pictures = prepare(body, {})
    numbers: dict[str, int] = {}
    number_references(body, notes, numbers)
    drop_dead_links(body)
    blocks = blocks_of(body)
    found = split(blocks, title=front.title, authors=front.authors)
    if not any(chapter.html for chapter in found.chapters):
        raise SourceRefusedError.of(refusals.empty())
    notices = list(found.notices)
    if pictures:
        notices.append(remark("local-pictures-left-out", pictures))
    if not found.title:
        notices.append(remark("no-title"))
    return ParsedWork(
        format=FORMAT,
        title=cleaning.line(found.title, most=250) or titles.from_blocks(blocks),
        title_is_guess=not found.title,
        authors=front.authors,
        summary=cleaning.summary(renderer.render(front.summary)),
        notes=found.notes,
        language=front.language,
        rating=front.rating,
        warnings_tags=front.tags("warnings", "warning"),
        categories=front.tags("categories", "category"),
        fandoms=front.tags("fandoms", "fandom"),
        relationships=front.tags("relationships", "relationship"),
        characters=front.tags("characters", "character"),
        freeforms=front.tags("tags", "keywords", "additional tags"),
        published=front.published,
        chapters=attach(found.chapters, notes, numbers),
        notices=tuple(notices),
    )


def _labels(text: str) -> Counter[str]:
    """How often each label in brackets stands in the text."""
    return Counter(label.casefold() for label in _LABEL.findall(text))


def _spared(labels: Counter[str], definition: re.Match[str]) -> str:
    """A line that a renderer would swallow: as it is where something refers to it, else as the words that it is."""
    label, address = definition[2], definition[3]
    is_used = labels[label.casefold()] > 1
    if is_used and (label.startswith("^") or _ADDRESS.match(address)):
        return definition[0]
    return f"{definition[1]}\\[{definition[0][len(definition[1]) + 1 :]}"


def _take_notes(text: str, renderer: MarkdownIt, notes: dict[str, str]) -> str:
    """Take footnotes' texts out and make their marks links."""
    for match in _NOTE.finditer(text):
        words = re.sub(r"^[ \t]+", "", match[2], flags=re.MULTILINE)
        notes.setdefault(f"md-{match[1]}", str(renderer.renderInline(words.strip())))
    if not notes:
        return text
    text = _NOTE.sub("", text)
    return _REFERENCE.sub(
        lambda mark: (
            f'<a href="#md-{_quoted(mark[1])}"></a>' if f"md-{mark[1]}" in notes else mark[0]
        ),
        text,
    )


def _quoted(name: str) -> str:
    return name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


IMPORTER = Importer(FORMAT, recognises, describe)
