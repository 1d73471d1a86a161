"""The HTML file that FanFicFare makes of a story: a table of facts, contents, and all chapters."""

import re

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.html import cleaning
from bookcub.formats.html.blocks import HtmlBlock, blocks_of, joined
from bookcub.formats.html.footnotes import drop_dead_links
from bookcub.formats.html.markup import (
    Node,
    attribute,
    body_of,
    children,
    drop,
    first,
    parse,
    text_of,
)
from bookcub.formats.html.styles import sheet_in
from bookcub.formats.html.title_page import TitlePage, unnumbered
from bookcub.formats.html.web_page import prepare
from bookcub.formats.story import addresses, refusals
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedChapter, ParsedWork, SourceRefusedError

FORMAT = gettext_noop("FanFicFare HTML")
_CHAPTER = "a[name^='section']"
_MARK = re.compile("\ue000(\\d+)\ue000")


def recognises(head: Head) -> int:
    """Its chapters and its contents have these names, whatever somebody made its looks."""
    if not head.is_html:
        return 0
    return (
        93 if re.search(r'<a name="section0*1">', head.text) and 'class="full"' in head.text else 0
    )


def describe(content: bytes) -> ParsedWork:
    """Describe such a file. Raises SourceRefusedError if it holds no chapter."""
    page = parse(decode(content))
    body = body_of(page)
    heading = first(body, "h1")
    link = first(heading, "a[href]")
    facts = TitlePage.of(_rows(first(body, "table.full")))
    title, authors = _named(heading, link)
    drop(body, "h1, table.full")
    _drop_contents(body)
    titles = _mark_chapters(body)
    prepare(body, sheet_in(page))
    drop_dead_links(body)
    chapters = tuple(
        ParsedChapter(position=place, title=name, html=cleaning.chapter(joined(blocks)))
        for place, (name, blocks) in enumerate(
            zip(unnumbered(titles), _cut(blocks_of(body)), strict=False), start=1
        )
    )
    if not any(chapter.html for chapter in chapters):
        raise SourceRefusedError.of(refusals.empty())
    return ParsedWork(
        format=FORMAT,
        title=title or "Untitled",
        title_is_guess=not title,
        authors=authors,
        original_url=addresses.story_address(attribute(link, "href") or facts.address),
        chapters=chapters,
        **facts.fields,
    )


def _rows(table: Node | None) -> list[tuple[str, str]]:
    rows = []
    for row in table.css("tr") if table is not None else ():
        cells = [text_of(cell) for cell in children(row)]
        if len(cells) == 1:
            label, _, value = cells[0].partition(":")
            cells = [label, value]
        rows.append((cells[0], cells[1]) if len(cells) > 1 else ("", ""))
    return rows


def _named(heading: Node | None, link: Node | None) -> tuple[str, tuple[str, ...]]:
    if heading is None or link is None:
        return "", ()
    names = [cleaning.line(text_of(each)) for each in heading.css("a")[1:]]
    if not names:
        words = text_of(heading).removeprefix(text_of(link)).strip()
        names = [cleaning.line(name) for name in re.sub(r"^by\s+", "", words).split(",")]
    return cleaning.line(text_of(link)), tuple(name for name in names if name)


def _drop_contents(body: Node) -> None:
    top = first(body, "a[name='TOCTOP']")
    after = top.next if top is not None else None
    while after is not None and after.is_text_node:
        after = after.next
    if after is not None and after.tag == "p":
        after.decompose()
    drop(body, "a[name='TOCTOP']")


def _mark_chapters(body: Node) -> list[str]:
    """Put a mark where each chapter begins, in place of its heading. Returns their titles."""
    titles = []
    for number, anchor in enumerate(body.css(_CHAPTER)):
        titles.append(cleaning.line(text_of(anchor), most=250))
        mark = first(parse(f"<h6>\ue000{number}\ue000</h6>"), "h6")
        if mark is not None:
            anchor.replace_with(mark)
    return titles


def _cut(blocks: list[HtmlBlock]) -> list[list[HtmlBlock]]:
    chapters: list[list[HtmlBlock]] = []
    for block in blocks:
        if _MARK.fullmatch(block.text):
            chapters.append([])
        elif chapters:
            chapters[-1].append(block)
    return chapters


IMPORTER = Importer(FORMAT, recognises, describe)
