"""A page of another Bookcub, or of this one, saved in a browser: a whole work, or one of its chapters.

Told by its elements and classes alone, for its words are in the language of whoever saved it.
"""

import re
from datetime import date

from selectolax.lexbor import LexborHTMLParser

from bookcub.formats.html import cleaning, web_page
from bookcub.formats.html.markup import (
    Node,
    attribute,
    body_of,
    classes,
    first,
    inner,
    parse,
    text_of,
)
from bookcub.formats.story import addresses, refusals
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import (
    ParsedChapter,
    ParsedSeries,
    ParsedWork,
    SourceRefusedError,
)
from bookcub.formats.story.remarks import Remark, remark
from bookcub.formats.story.times import read_date

FORMAT = "Bookcub"
_RATINGS = {
    "general": "General Audiences", "teen": "Teen And Up Audiences", "mature": "Mature",
    "explicit": "Explicit", "unrated": "Not Rated",
}  # fmt: skip


def recognises(head: Head) -> int:
    """The elements that keep a reader's place, around the text of a chapter."""
    marks = re.search(r"<reading-place\b", head.text), re.search(r"\bdata-chapter=\"\d", head.text)
    return 97 if head.is_html and all(marks) else 0


def describe(content: bytes) -> ParsedWork:
    """Describe such a page. Raises SourceRefusedError if it holds no chapter."""
    page = parse(decode(content))
    body = body_of(page)
    address = _address(page, body)
    cleaning.make_links_absolute(body, address)
    chapters = tuple(_chapter(place, body, address) for place in body.css("reading-place[chapter]"))
    if not any(chapter.html for chapter in chapters):
        raise SourceRefusedError.of(refusals.empty())
    written, planned = _counted(body)
    days = _days(body)
    tags = {
        kind: tuple(cleaning.line(text_of(tag)) for tag in body.css(f"ul.tags--{kind} .tag"))
        for kind in ("warning", "category", "fandom", "relationship", "character", "freeform")
    }
    title = cleaning.line(text_of(first(body, ".work-head h1")))
    return ParsedWork(
        format=FORMAT,
        title=title or "Untitled",
        title_is_guess=not title,
        authors=tuple(dict.fromkeys(cleaning.line(text_of(each)) for each in _authors(body))),
        summary=_quoted(body, "#summary", is_summary=True),
        notes=_quoted(body, "#work_notes"),
        end_notes=_quoted(body, "#work_endnotes"),
        language=attribute(first(body, ".userstuff.reading[lang]"), "lang"),
        rating=_rating(body),
        warnings_tags=tags["warning"],
        categories=tags["category"],
        fandoms=tags["fandom"],
        relationships=tags["relationship"],
        characters=tags["character"],
        freeforms=tags["freeform"],
        series=tuple(_series(body)),
        published=days[0] if days else None,
        updated=days[1] if len(days) > 1 else None,
        complete=None if not written else bool(planned and written >= planned),
        chapters_planned=planned,
        chapters=chapters,
        original_url=address,
        notices=_notices(address, written, len(chapters)),
    )


def _notices(address: str | None, written: int, found: int) -> tuple[Remark, ...]:
    notices = [remark("comments-stay")]
    if address is None:
        notices.append(remark("no-address-on-page"))
    if written > found:
        notices.append(remark("chapters-elsewhere", found, written))
    return tuple(notices)


def _address(page: LexborHTMLParser, body: Node) -> str | None:
    """The work's address, by the page's own or by a link to it: browsers save whole addresses."""
    number = attribute(first(body, "reading-place[work]"), "work")
    links = (attribute(link, "href") for link in body.css(f'a[href*="/works/{number}"]'))
    for url in (web_page.address_of(page), *links):
        address = addresses.work_address(url)
        if number.isdecimal() and address and address.endswith(f"/works/{number}"):
            return address
    return None


def _chapter(place: Node, body: Node, address: str | None) -> ParsedChapter:
    section = first(place, "section.chapter") or place
    text = first(section, ".userstuff.reading[data-chapter]")
    number = re.fullmatch(r"chapter-(\d{1,6})", attribute(section, "id"))
    if text is not None and (landmark := first(text, "h3.landmark")) is not None:
        landmark.decompose()
    before = [each for each in section.css("section.notes") if "end" not in classes(each)]
    before = [each for each in before if attribute(each, "id") != "chapter_endnotes"]
    summary = next((each for each in before if _is_summary(each, body)), None)
    notes = next(
        (each for each in before if summary is None or each.mem_id != summary.mem_id), None
    )
    named = [
        text_of(span)
        for span in section.css(".chapter-title span")
        if not classes(span) & {"chapter-number", "visually-hidden"}
    ]
    own = attribute(place, "chapter")
    return ParsedChapter(
        position=int(number[1]) if number and int(number[1]) else 1,
        title=cleaning.line(" ".join(named), most=250),
        summary=cleaning.summary(inner(first(summary, "blockquote"))),
        notes=cleaning.notes(inner(first(notes, "blockquote"))),
        end_notes=_quoted(section, "section.notes.end", "#chapter_endnotes"),
        html=cleaning.chapter(inner(text)),
        original_url=f"{address}/chapters/{own}" if address and own.isdecimal() else None,
    )


def _is_summary(notes: Node, body: Node) -> bool:
    """By its id, or by the heading that the work's own summary has on this page."""
    heading = text_of(first(notes, "h3"))
    known = text_of(first(body, "#summary h3")) or "Summary"
    return attribute(notes, "id") == "chapter_summary" or heading == known


def _quoted(root: Node, *selectors: str, is_summary: bool = False) -> str:
    html = inner(first(root, *(f"{selector} blockquote" for selector in selectors)))
    return cleaning.summary(html) if is_summary else cleaning.notes(html)


def _rating(body: Node) -> str:
    pane = first(body, ".work-about .square .pane", ".work-glance .square .pane")
    names = [name.removeprefix("pane--") for name in classes(pane)] if pane is not None else []
    return next((_RATINGS[name] for name in names if name in _RATINGS), "")


def _series(body: Node) -> list[ParsedSeries]:
    found = []
    for line in body.css(".work-head-series"):
        link = first(line, 'a[href*="/series/"]')
        if link is not None:
            part = re.search(r"\d{1,6}", text_of(line).replace(text_of(link), "", 1))
            url = addresses.canonical(attribute(link, "href"))
            found.append(
                ParsedSeries(cleaning.line(text_of(link)), int(part[0]) if part else None, url)
            )
    return found


def _authors(body: Node) -> list[Node]:
    """Who wrote it; whoever imported it for another is not among them."""
    byline = ".work-head .byline"
    return body.css(f"{byline} .byline-credit") or body.css(f"{byline} a")


def _counted(body: Node) -> tuple[int, int | None]:
    """How many chapters there are, and how many there will be."""
    for value in body.css(".work-about .stats dd"):
        if found := re.match(r"(\d{1,6})/(\d{1,6}|\?)(?!\d)", text_of(value)):
            return int(found[1]), int(found[2]) if found[2] != "?" else None
    return 0, None


def _days(body: Node) -> list[date]:
    days = (
        read_date(attribute(moment, "datetime"))
        for moment in body.css(".work-about .stats-dated time")
    )
    return [day for day in days if day is not None]


IMPORTER = Importer(FORMAT, recognises, describe)
