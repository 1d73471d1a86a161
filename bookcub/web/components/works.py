"""Works in lists and on their pages: square, tags, byline, stats, blurb, chapter row, diff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django import template

from bookcub.web.blurb import Blurb, BlurbStats, Link, Square, TagGroup
from bookcub.web.components.basics import Context

register = template.Library()


KIND_NAMES = {
    "warning": "Archive warnings",
    "fandom": "Fandoms",
    "relationship": "Relationships",
    "character": "Characters",
    "freeform": "Additional tags",
}


@register.inclusion_tag("web/components/_rating_square.html")
def rating_square(*, square: Square, words: bool = False) -> Context:
    """The four panes; with `words`, the words stand beside them, else only screen readers hear them."""
    return {"square": square, "words": words}


@register.inclusion_tag("web/components/_tag_list.html")
def tag_list(*, groups: Sequence[TagGroup], label: str = "Tags", by_kind: bool = False) -> Context:
    """Tags in one calm line, or (`by_kind`) each kind under its name as on a work's page."""
    named = [(group, KIND_NAMES[group.kind]) for group in groups if group.tags]
    return {"groups": named, "label": label, "by_kind": by_kind}


@register.inclusion_tag("web/components/_byline.html")
def byline(*, authors: Sequence[Link], anonymous: bool = False, prefix: str = "by") -> Context:
    """Who wrote it."""
    return {"authors": authors, "anonymous": anonymous, "prefix": prefix}


@register.inclusion_tag("web/components/_stats.html")
def stats(*, stats: BlurbStats) -> Context:
    """Language, length and what readers left behind."""
    return {"stats": stats}


@register.inclusion_tag("web/components/_blurb.html")
def blurb(*, blurb: Blurb, level: int = 2) -> Context:
    """One work in a list, scannable at a glance."""
    return {"blurb": blurb, "level": level}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterRow:
    """One chapter in a list of chapters."""

    url: str
    position: int
    title: str
    at: datetime | None = None
    words: int | None = None
    is_draft: bool = False
    is_scheduled: bool = False
    is_read: bool = False
    is_here: bool = False


@register.inclusion_tag("web/components/_chapter_row.html")
def chapter_row(*, chapter: ChapterRow, actions: str = "") -> Context:
    """One line of a chapter index."""
    return {"chapter": chapter, "actions": actions}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRow:
    """Two versions of one block, as sanitised HTML with `<ins>` and `<del>` inside."""

    kind: Literal["same", "changed", "added", "removed"]
    before: str = ""
    after: str = ""


@register.inclusion_tag("web/components/_diff.html")
def diff(*, rows: Sequence[DiffRow], before: str, after: str) -> Context:
    """Two versions side by side; `before` and `after` name them."""
    return {"rows": rows, "before": before, "after": after}
