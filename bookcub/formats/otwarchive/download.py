"""The HTML file that an otwarchive site offers for download, and the pages of its e-book."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.html import cleaning, site_refusals
from bookcub.formats.html.markup import (
    Node,
    attribute,
    children,
    classes,
    drop,
    first,
    inner,
    parse,
    squeeze,
    text_of,
)
from bookcub.formats.otwarchive.tags import label_of, links_in, pairs, stats_in, tags_in
from bookcub.formats.story import addresses
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedChapter, ParsedWork, SourceRefusedError
from bookcub.formats.story.remarks import Remark, remark

FORMAT = gettext_noop("otwarchive download")
_HEADING = re.compile(r"Chapter\s+(\d{1,5})\s*(?:[:.]\s*(.*))?$", re.DOTALL)


def recognises(head: Head) -> int:
    """Downloads have a preface with a message that links the work."""
    text = head.text
    if 'id="preface"' in text and ("Posted originally on" in text or 'class="tags"' in text):
        return 97
    return 0


def describe(content: bytes) -> ParsedWork:
    """Describe a downloaded HTML file. Raises SourceRefusedError if it holds no chapter."""
    return describe_page(parse(decode(content)), FORMAT)


def describe_page(page: LexborHTMLParser, format_name: str) -> ParsedWork:
    """Describe a download's one page; an e-book's pages are put together to one before."""
    preface = first(page, "#preface")
    # By their order, not their classes: the converter that makes the e-book takes those away.
    meta = first(preface, "dl")
    block = meta.parent if meta is not None else preface
    tags, stats = tags_in(meta), stats_in(meta)
    chapters = _chapters(page)
    if not any(chapter.html for chapter in chapters):
        raise SourceRefusedError(*site_refusals.why_no_story(page))
    labelled = {label_of(label): value for label, value in pairs(meta)}
    quoted = _quoted(children(block) if block else ())
    authors, is_anonymous = _authors(preface)
    address = _address(preface)
    title = cleaning.line(text_of(first(preface, "h1", "p b")))
    inspired, translated = links_in(first(preface, "h1 ~ ul"))
    notices = _notices(title, address, stats.written, len(chapters), is_anonymous=is_anonymous)
    return ParsedWork(
        format=format_name,
        title=title or "Untitled",
        title_is_guess=not title,
        authors=authors,
        is_anonymous=is_anonymous,
        summary=cleaning.summary(quoted.get("summary", "")),
        notes=cleaning.notes(quoted.get("notes", "")),
        end_notes=cleaning.notes(inner(first(page, "#endnotes blockquote"))),
        language=text_of(labelled.get("language")),
        rating=", ".join(tags.get("rating", ())),
        warnings_tags=tags.get("warning", ()),
        categories=tags.get("category", ()),
        fandoms=tags.get("fandom", ()),
        relationships=tags.get("relationship", ()),
        characters=tags.get("character", ()),
        freeforms=tags.get("freeform", ()),
        series=stats.series,
        inspired_by=inspired,
        translation_of=translated,
        published=stats.published,
        updated=stats.updated,
        complete=stats.complete,
        chapters_planned=stats.planned,
        chapters=chapters,
        original_url=address,
        notices=tuple(notices),
    )


def _notices(
    title: str, address: str | None, written: int | None, found: int, *, is_anonymous: bool
) -> list[Remark]:
    notices = [remark("no-comments-in-downloads")]
    if not title:
        notices.append(remark("title-missing"))
    if is_anonymous:
        notices.append(remark("anonymous"))
    if address is None:
        notices.append(remark("no-address-in-file"))
    if written is not None and written != found:
        notices.append(remark("chapters-missing", found, written))
    return notices


def _address(preface: Node | None) -> str | None:
    for link in preface.css("p a") if preface else ():
        if address := addresses.work_address(attribute(link, "href")):
            return address
    return None


def _authors(preface: Node | None) -> tuple[tuple[str, ...], bool]:
    byline = first(preface, ".byline", "h1 + div")
    links = byline.css("a") if byline else []
    names = [cleaning.line(text_of(link)) for link in links]
    if not names:
        words = re.sub(r"^by\s+", "", text_of(byline), flags=re.IGNORECASE)
        names = [cleaning.line(name) for name in words.split(",")]
    names = [name for name in dict.fromkeys(names) if name]
    is_anonymous = [name.lower() for name in names] == ["anonymous"]
    return (() if is_anonymous else tuple(names)), is_anonymous


def _quoted(nodes: Iterable[Node]) -> dict[str, str]:
    """Labelled quotations: `<p>Summary</p><blockquote>…` gives {"summary": "…"}."""
    found: dict[str, str] = {}
    label = ""
    for node in nodes:
        if node.tag == "p":
            label = label_of(node).removeprefix("chapter ")
        elif node.tag == "blockquote" and label:
            found.setdefault(label, inner(node))
            label = ""
    return found


def _chapters(page: LexborHTMLParser) -> tuple[ParsedChapter, ...]:
    root = first(page, "#chapters")
    if root is None:
        return ()
    grouped = _grouped(root)
    return tuple(_chapter(*chapter) for chapter in enumerate(grouped, 1)) or _single(root)


def _grouped(root: Node) -> list[list[Node]]:
    """Each chapter's heading, text and end notes; none where the text stands alone."""
    chapters: list[list[Node]] = []
    parts = [node for node in children(root) if node.tag == "div"]
    for node in parts if len(parts) > 1 else ():
        opening = next((child for child in children(node) if text_of(child)), None)
        is_next = not chapters or len(chapters[-1]) > 1
        if is_next and opening is not None and opening.tag == "h2":
            chapters.append([node])
        elif chapters:
            chapters[-1].append(node)
    return chapters


def _chapter(position: int, nodes: list[Node]) -> ParsedChapter:
    heading, *rest = nodes
    texts = [node for node in rest if not _is_end(node)]
    ends = [first(node, "blockquote") for node in rest if _is_end(node)]
    words = text_of(first(heading, "h2"))
    match = _HEADING.match(words)
    title = (match[2] or "") if match else words
    quoted = _quoted(children(heading))
    return ParsedChapter(
        position=position,
        title=cleaning.line(squeeze(title)),
        summary=cleaning.summary(quoted.get("summary", "")),
        notes=cleaning.notes(quoted.get("notes", "")),
        end_notes=cleaning.notes("".join(map(inner, ends))),
        html="".join(map(_story, texts)),
    )


def _is_end(node: Node) -> bool:
    return attribute(node, "id").startswith("endnotes") or "meta" in classes(node)


def _single(root: Node) -> tuple[ParsedChapter, ...]:
    drop(root, "#chapters > h2")
    bodies = [node for node in children(root) if node.tag == "div"]
    return (ParsedChapter(position=1, html=_story(bodies[0] if len(bodies) == 1 else root)),)


def _story(node: Node) -> str:
    drop(node, "script, style")
    return cleaning.chapter(inner(node))


IMPORTER = Importer(FORMAT, recognises, describe)
