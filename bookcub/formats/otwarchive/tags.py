"""The block of tags and numbers that otwarchive prints above a work, on pages and in downloads."""

import re
from dataclasses import dataclass
from datetime import date

from bookcub.formats.html import cleaning
from bookcub.formats.html.markup import Node, attribute, children, first, squeeze, text_of
from bookcub.formats.story import addresses
from bookcub.formats.story.parsed import ParsedLink, ParsedSeries
from bookcub.formats.story.times import read_date

# The words of a label, singular or plural, to the kind of tag.
KINDS = {
    "rating": "rating", "ratings": "rating", "archive warning": "warning",
    "archive warnings": "warning", "warning": "warning", "warnings": "warning",
    "category": "category", "categories": "category", "fandom": "fandom", "fandoms": "fandom",
    "relationship": "relationship", "relationships": "relationship", "character": "character",
    "characters": "character", "additional tags": "freeform", "additional tag": "freeform",
    "freeform": "freeform", "tags": "freeform",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageStats:
    """What stands beside the tags. `written` counts the chapters that the site has."""

    published: date | None = None
    updated: date | None = None
    complete: bool | None = None
    written: int | None = None
    planned: int | None = None
    series: tuple[ParsedSeries, ...] = ()


def label_of(node: Node) -> str:
    """A label in lower case without its colon."""
    return text_of(node).rstrip(": ").lower()


def pairs(meta: Node | None) -> list[tuple[Node, Node]]:
    """Each `dt` with the `dd` that follows it."""
    found: list[tuple[Node, Node]] = []
    label: Node | None = None
    for node in children(meta) if meta is not None else ():
        if node.tag == "dt":
            label = node
        elif node.tag == "dd" and label is not None:
            found.append((label, node))
    return found


def tags_in(meta: Node | None) -> dict[str, tuple[str, ...]]:
    """Tags by kind: links are tags; without links, commas part them."""
    tags: dict[str, tuple[str, ...]] = {}
    for label, value in pairs(meta):
        kind = KINDS.get(label_of(label))
        if kind is None:
            continue
        links = value.css("a")
        names = [text_of(link) for link in links if not _is_control(link)]
        if not links:
            names = text_of(value).split(",")
        cleaned = [cleaning.line(name) for name in names]
        if not cleaned:
            continue
        tags[kind] = tuple(dict.fromkeys(name for name in cleaned if name))
    return tags


def hidden_in(meta: Node | None) -> list[str]:
    """The labels of those tags that the reader's settings hide: a button stands in their place."""
    return [
        text_of(label).rstrip(": ")
        for label, value in pairs(meta)
        if label_of(label) in KINDS and any(_is_control(link) for link in value.css("a"))
    ]


def _is_control(link: Node) -> bool:
    """Whether this is a button that loads the tags, as otwarchive's `show_hidden_tags_link` makes it."""
    return "show_hidden" in attribute(link, "href") or attribute(link, "data-remote") == "true"


def stats_in(meta: Node | None) -> PageStats:
    """Dates, chapters and series, from a page's nested list or a download's one line."""
    words: dict[str, str] = {}
    series: tuple[ParsedSeries, ...] = ()
    for label, value in pairs(meta):
        name = label_of(label)
        if name == "stats":
            inner_list = first(value, "dl")
            for inner_label, inner_value in pairs(inner_list):
                words[label_of(inner_label)] = text_of(inner_value)
            if inner_list is None:
                words |= _line(text_of(value))
        elif name == "series":
            series = _series(value)
    return stats_from(words, series)


def stats_from(words: dict[str, str], series: tuple[ParsedSeries, ...] = ()) -> PageStats:
    """Make sense of labelled values such as `chapters` "3/?" and `updated` "2026-03-07"."""
    done, _, planned = words.get("chapters", "").replace(",", "").partition("/")
    written = int(done) if re.fullmatch(r"\s*\d{1,6}\s*", done) else None
    total = int(planned) if re.fullmatch(r"\s*\d{1,6}\s*", planned) else None
    complete = None
    if written is not None and planned.strip():
        complete = total is not None and written >= total
    published = read_date(words.get("published", ""))
    changed = read_date(words.get("updated") or words.get("completed") or "")
    return PageStats(published, changed, complete, written, total, series)


def _line(text: str) -> dict[str, str]:
    """Read "Published: 2026-03-01 Updated: 2026-03-07 Words: 1,234 Chapters: 2/?"."""
    parts = re.split(
        r"\b(Published|Updated|Completed|Words|Chapters|Comments|Kudos|Bookmarks|Hits):", text
    )
    return {
        label.lower(): squeeze(value) for label, value in zip(parts[1::2], parts[2::2], strict=True)
    }


def _series(value: Node) -> tuple[ParsedSeries, ...]:
    """Each "Part N of <a>Title</a>", or "Part N of the <a>Title</a> series" as it used to be; links that lead to the neighbours are not series."""
    found: dict[str, ParsedSeries] = {}
    html = value.html or ""
    for link in value.css('a[href*="/series/"]') or value.css("a"):
        title = cleaning.line(text_of(link))
        before = html.partition(link.html or "\0")[0]
        part = re.search(
            r"Part\s+(\d{1,6})\s+of\s*(?:the\s+)?(?:<[^>]*>\s*)*\Z", before, re.IGNORECASE
        )
        if title and title not in found:
            url = addresses.canonical(attribute(link, "href"))
            found[title] = ParsedSeries(title, int(part[1]) if part else None, url)
    return tuple(found.values())


def links_in(
    listing: Node | None,
) -> tuple[tuple[ParsedLink, ...], tuple[ParsedLink, ...]]:
    """The works that this one was inspired by, and those that it is a translation of."""
    inspired, translated = [], []
    for item in listing.css("li") if listing is not None else ():
        words = text_of(item)
        target = _linked(item, words)
        if re.match(r"(?:\W*)A translation of\b", words, re.IGNORECASE):
            translated.append(target)
        elif re.match(r"(?:\W*)Inspired by\b", words, re.IGNORECASE):
            inspired.append(target)
    return tuple(inspired), tuple(translated)


def _linked(item: Node, words: str) -> ParsedLink:
    links = item.css("a")
    author_links = [link for link in links if attribute(link, "rel") == "author"]
    titles = [link for link in links if link not in author_links]
    author = ", ".join(cleaning.line(text_of(link)) for link in author_links)
    if titles:
        url = addresses.canonical(attribute(titles[0], "href"))
        return ParsedLink(cleaning.line(text_of(titles[0])), author, url)
    told = re.sub(r"^\W*(?:A translation of|Inspired by)\s*", "", words, flags=re.IGNORECASE)
    return ParsedLink(cleaning.line(told.rstrip(". ")), author)
