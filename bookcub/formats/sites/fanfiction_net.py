"""A chapter's page of fanfiction.net or fictionpress.com, saved in a browser.

Compared with FanFicFare's adapter and with other programs that read these pages: the title is the only
`b.xcontrast_txt` of `#profile_top`, the chapters are options of `#chap_select` (twice on the page, without
closing tags), the facts stand in one line whose parts are joined by " - ", the times in `data-xutime`.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from html import escape

from selectolax.lexbor import LexborHTMLParser

from bookcub.formats.html import cleaning, web_page
from bookcub.formats.html.markup import Node, attribute, first, parse, text_of
from bookcub.formats.story import addresses
from bookcub.formats.story.decoding import decode
from bookcub.formats.story.importer import Head, Importer
from bookcub.formats.story.parsed import ParsedChapter, ParsedWork
from bookcub.formats.story.remarks import remark

FORMAT = "fanfiction.net"
_RATINGS = {
    "K": "General Audiences", "K+": "General Audiences", "T": "Teen And Up Audiences", "M": "Mature",
    "MA": "Explicit",
}  # fmt: skip
_GENRES = frozenset(
    [
        "Adventure",
        "Angst",
        "Crime",
        "Drama",
        "Family",
        "Fantasy",
        "Friendship",
        "General",
        "Horror",
        "Humor",
        "Hurt/Comfort",
        "Mystery",
        "Parody",
        "Poetry",
        "Romance",
        "Sci-Fi",
        "Spiritual",
        "Supernatural",
        "Suspense",
        "Tragedy",
        "Western",
    ]
)
_LABEL = re.compile(
    r"(Chapters|Words|Reviews|Favs|Follows|Updated|Published|Status|id):", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Facts:
    rating: str = ""
    language: str = ""
    freeforms: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    chapters: int = 1
    complete: bool = False


def recognises(head: Head) -> int:
    """The story's box and the box above it."""
    marks = (
        re.search(r"id=[\"']?storytext\b", head.text),
        re.search(r"id=[\"']?profile_top\b", head.text),
    )
    return 93 if head.is_html and all(marks) else 0


def describe(content: bytes) -> ParsedWork:
    """Describe a chapter's page. Raises SourceRefusedError if it holds no text."""
    html = decode(content)
    page = parse(html)
    top = first(page, "#profile_top")
    title = cleaning.line(text_of(first(top, "b.xcontrast_txt", "b")))
    author = cleaning.line(text_of(first(top, 'a[href*="/u/"]')))
    facts = _facts(text_of(first(top, "span.xgray")))
    number, name, count = _chapter(first(page, "#chap_select"))
    days = _days(top)
    work = web_page.describe_html(
        html, FORMAT, title=title, authors=[author] if author else [], is_one_chapter=True
    )
    text = "\n".join(chapter.html for chapter in work.chapters)
    chapter = ParsedChapter(
        position=number, title=name, html=text, original_url=_chapter_address(page, number)
    )
    planned = max(count, facts.chapters)
    elsewhere = (remark("chapters-elsewhere", 1, planned),) if planned > 1 else ()
    return replace(
        work,
        title_is_guess=not title,
        summary=cleaning.summary(f"<p>{escape(text_of(first(top, 'div.xcontrast_txt')))}</p>"),
        language=facts.language or work.language,
        rating=_RATINGS.get(facts.rating, facts.rating),
        fandoms=_fandoms(first(page, "#pre_story_links")),
        relationships=facts.relationships,
        characters=facts.characters,
        freeforms=facts.freeforms,
        published=days[-1] if days else None,
        updated=days[0] if len(days) > 1 else None,
        complete=facts.complete,
        chapters_planned=planned if facts.complete else None,
        chapters=(chapter,),
        original_url=_address(page),
        notices=(*elsewhere, *work.notices),
    )


def _facts(line: str) -> _Facts:
    """Read "Rated: Fiction T - English - Adventure/Sci-Fi - [Ines, Tomas] Rowan - Chapters: 22 - …"."""
    facts = _Facts(complete="Status: Complete" in line)
    parts = [part.strip() for part in re.split(r"\s+- ", line) if part.strip()]
    if parts and parts[0].startswith("Rated:"):
        facts = replace(
            facts, rating=parts.pop(0).removeprefix("Rated:").replace("Fiction", "").strip()
        )
    if parts:
        facts = replace(facts, language=cleaning.line(parts.pop(0)))
    if parts and all(name in _GENRES for name in _genres(parts[0])):
        facts = replace(facts, freeforms=tuple(_genres(parts.pop(0))))
    counted = re.search(r"Chapters:\s*([\d,]+)", line)
    facts = replace(facts, chapters=int(counted[1].replace(",", "")[:6]) if counted else 1)
    people = " - ".join(part for part in parts if not _LABEL.match(part))
    pairs = [_names(pair) for pair in re.findall(r"\[([^\]]*)\]", people)]
    return replace(
        facts,
        relationships=tuple("/".join(pair) for pair in pairs if len(pair) > 1),
        characters=tuple(dict.fromkeys(_names(re.sub(r"[\[\]]", ",", people)))),
    )


def _genres(words: str) -> list[str]:
    return (
        words.replace("Hurt/Comfort", "Hurt\0Comfort")
        .replace("/", "\n")
        .replace("\0", "/")
        .split("\n")
    )


def _names(words: str) -> list[str]:
    return [name for each in words.split(",") if (name := cleaning.line(each.strip(" .")))]


def _chapter(listing: Node | None) -> tuple[int, str, int]:
    """Which chapter this is, what it is called, and how many there are."""
    options = listing.css("option") if listing is not None else []
    here = next((option for option in options if "selected" in option.attributes), None)
    value = attribute(here, "value")
    number = int(value[:6]) if value.isdecimal() and int(value[:6]) else 1
    name = re.sub(r"^\d+\.\s*", "", text_of(here))
    return (
        number,
        "" if name == f"Chapter {number}" else cleaning.line(name, most=250),
        len(options) or 1,
    )


def _fandoms(links: Node | None) -> tuple[str, ...]:
    """The fandom is the second link, or the only one for a crossover of two."""
    names = [text_of(link) for link in links.css("a")] if links is not None else []
    if not names:
        return ()
    last = cleaning.line(names[-1])
    if last.endswith("Crossover"):
        return tuple(
            name.strip() for name in last.removesuffix("Crossover").split(" + ") if name.strip()
        )
    return (last,) if last else ()


def _days(top: Node | None) -> list[date]:
    days = []
    for moment in top.css("span[data-xutime]") if top is not None else ():
        stamp = attribute(moment, "data-xutime")
        if stamp.isdecimal() and len(stamp) <= 10:  # noqa: PLR2004  # digits, until the year 2286
            days.append(datetime.fromtimestamp(int(stamp), UTC).astimezone(UTC).date())
    return days


def _address(page: LexborHTMLParser) -> str | None:
    return addresses.story_address(web_page.address_of(page))


def _chapter_address(page: LexborHTMLParser, number: int) -> str | None:
    address = _address(page)
    return f"{address}/{number}" if address else None


IMPORTER = Importer(FORMAT, recognises, describe)
