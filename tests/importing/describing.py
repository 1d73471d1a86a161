"""Described works for tests, as a source would tell them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bookcub.formats.story.parsed import ParsedChapter, ParsedComment, ParsedWork

ADDRESS = "https://archiveofourown.org/works/12"
TIDE = "<p>The tide went out further than the <em>map</em> allowed.</p>"
COCKLES = "<p>Nobody had told the cockles, and nobody would.</p>"
FLOOD = "<p>Then it came back, all of it, at once.</p>"


def chapter(position: int, html: str = TIDE, **more: Any) -> ParsedChapter:
    return ParsedChapter(position=position, html=html, **more)


def comment(number: int, **more: Any) -> ParsedComment:
    fields: dict[str, Any] = {
        "source_id": str(900 + number),
        "name": "rowan_oar",
        "html": "<p>I rowed past it.</p>",
        "written_at": datetime(2026, 3, number, 21, 15, tzinfo=UTC),
        "written_as": f"Sat {number:02} Mar 2026 09:15PM UTC",
    }
    return ParsedComment(**fields | more)


def described(*chapters: ParsedChapter, **more: Any) -> ParsedWork:
    """A work with everything that readers look for first; `more` says otherwise."""
    fields: dict[str, Any] = {
        "format": "otwarchive page",
        "title": "The Weir",
        "authors": ("Ada",),
        "language": "English",
        "rating": "Teen And Up Audiences",
        "warnings_tags": ("No Archive Warnings Apply",),
        "categories": ("Gen",),
        "fandoms": ("Tideland",),
        "published": date(2020, 5, 1),
        "original_url": ADDRESS,
    }
    return ParsedWork(chapters=chapters or (chapter(1),), **fields | more)


def serial(*texts: str, **more: Any) -> ParsedWork:
    """A work with a chapter for each text, each at its own address."""
    chapters = [
        chapter(place, html, original_url=f"{ADDRESS}/chapters/{place}")
        for place, html in enumerate(texts, start=1)
    ]
    return described(*chapters, chapters_planned=len(texts), **more)


def moved(work: ParsedWork, *, by: int) -> ParsedWork:
    """The same chapters, standing further on in their source."""
    chapters = tuple(
        replace(each, position=each.position + by, original_url=None) for each in work.chapters
    )
    return replace(work, chapters=chapters)
