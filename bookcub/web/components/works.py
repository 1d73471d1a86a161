"""Works in lists and on their pages: square, tags, byline, stats, blurb, chapter row, diff."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy

from bookcub.web.anonymous import ANONYMOUS, shown_byline
from bookcub.web.blurb import Blurb, BlurbStats, Link, Square, TagGroup
from bookcub.web.components.basics import Context
from bookcub.web.components.drawn_once import drawn_once
from bookcub.web.enumeration import enumerated

register = template.Library()
register.filter("shown_byline", shown_byline)


KIND_NAMES = {
    "warning": gettext_lazy("Archive warnings"),
    "fandom": gettext_lazy("Fandoms"),
    "relationship": gettext_lazy("Relationships"),
    "character": gettext_lazy("Characters"),
    "freeform": gettext_lazy("Additional tags"),
}
# In a list; a few more may stand whole, since a fold takes room as well.
TAGS_SHOWN, TAGS_WHOLE = 10, 13
TAGS_NARROW = 4  # that a phone shows whole, in about two lines
WORDS_SHOWN, WORDS_WHOLE = 50, 65  # of a summary: about six lines of a phone
NOTHING_LEFT = re.compile(r"<(\w+)[^<>]*>\s*…\s*</\1>\s*$")  # of a paragraph, where the cut fell


@register.simple_tag
@drawn_once("web/components/_rating_square.html")
def rating_square(*, square: Square, words: bool = False) -> Context:
    """The four panes; with `words`, the words stand beside them, else only screen readers hear them."""
    return {"square": square, "words": words}


@register.simple_tag
@drawn_once("web/components/_tag_list.html")
def tag_list(*, groups: Sequence[TagGroup], label: str = "", by_kind: bool = False) -> Context:
    """Tags in one calm line, the first of them, or (`by_kind`) each kind under its name as on a work's page."""
    shown, folded = (groups, ()) if by_kind else _folded(groups)
    return {
        "groups": _named(shown),
        "folded": _named(folded),
        "folded_count": sum(len(group.tags) for group in folded),
        "is_long": sum(len(group.tags) for group in shown if not group.hidden) > TAGS_NARROW,
        "label": label or gettext("Tags"),
        "by_kind": by_kind,
    }


def _named(groups: Sequence[TagGroup]) -> list[tuple[TagGroup, str]]:
    return [(group, str(KIND_NAMES[group.kind])) for group in groups if group.tags]


def _folded(groups: Sequence[TagGroup]) -> tuple[Sequence[TagGroup], Sequence[TagGroup]]:
    """The groups with the tags that a list shows, and with those that wait. What a reader hides waits anyway."""
    open_ones = [group for group in groups if not group.hidden]
    if sum(len(group.tags) for group in open_ones) <= TAGS_WHOLE:
        return groups, ()
    shown, folded, room = [], [], TAGS_SHOWN
    for group in groups:
        if group.hidden:
            shown.append(group)
            continue
        shown.append(replace(group, tags=group.tags[:room]))
        folded.append(replace(group, tags=group.tags[room:]))
        room = max(0, room - len(group.tags))
    return shown, folded


@register.simple_tag
@drawn_once("web/components/_byline.html")
def byline(*, authors: Sequence[Link], anonymous: bool = False, has_prefix: bool = True) -> Context:
    """Who wrote it, with “by” before it."""
    wrote = [author for author in authors if not author.brought_it]
    brought = [author for author in authors if author.brought_it]
    return {
        "names": _signers(wrote, anonymous),
        "bringers": _signers(brought, anonymous=False),
        "has_prefix": has_prefix,
    }


def _signers(authors: Sequence[Link], anonymous: bool) -> SafeString:  # noqa: FBT001  # one caller
    names = enumerated(
        [
            format_html('<a rel="author" href="{}">{}</a>', author.url, author.name)
            if author.url
            else format_html('<span class="byline-credit">{}</span>', author.name)
            for author in authors
        ]
    )
    if not anonymous:
        return names
    nobody = format_html('<span class="byline-anonymous">{}</span>', gettext(ANONYMOUS))
    return format_html("{} ({})", nobody, names) if names else nobody


@register.filter
@lru_cache(maxsize=256)
def summary_start(html: str) -> SafeString:
    """How a sanitised summary begins, cut between words; "" where all of it may stand in a list."""
    if len(html.split()) <= WORDS_WHOLE:
        return SafeString("")
    start = Truncator(html).words(WORDS_SHOWN, html=True)
    return mark_safe(NOTHING_LEFT.sub("", start))  # noqa: S308  # its markup is what it was


@register.simple_tag
@drawn_once("web/components/_stats.html")
def stats(*, stats: BlurbStats) -> Context:
    """Language, length and what readers left behind."""
    return {"stats": stats}


KEEPING = (
    "<!-- keeping -->"  # where each member's own buttons go; no words of anybody's can be markup
)


@register.simple_tag(takes_context=True)
def blurb(
    context: template.Context, *, blurb: Blurb, level: int = 2, key: int | str = ""
) -> SafeString:
    """One work in a list, scannable at a glance; `key` tells it apart where a page shows the work twice."""
    shown, keeping = replace(blurb, keeping=None), blurb.keeping
    is_safe = isinstance(blurb.summary, SafeString), isinstance(blurb.note, SafeString)
    article = _article(
        blurb=shown, level=level, key=key, is_kept=keeping is not None, is_safe=is_safe
    )
    if keeping is None:
        return article
    request = getattr(context, "request", None)
    here = request.get_full_path() if request is not None else ""
    page: Any = get_template("web/components/_keeping.html")
    buttons = page.template.render(context.new({"keeping": keeping, "here": here}))
    return mark_safe(article.replace(KEEPING, buttons, 1))  # noqa: S308  # both are markup


@drawn_once("web/components/_blurb.html")
def _article(
    *, blurb: Blurb, level: int, key: int | str, is_kept: bool, is_safe: tuple[bool, bool]
) -> Context:
    del is_safe  # tells it from another with the same letters
    return {
        "blurb": blurb,
        # The facts name the warnings already, to those who do not hide them.
        "tags": [group for group in blurb.tags if group.hidden or group.kind != "warning"],
        "level": level,
        "key": f"-{key}" if key else "",
        "is_kept": is_kept,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterRow:
    """One chapter in a list of chapters."""

    url: str
    position: int
    title: str
    language: str = ""
    at: date | None = None
    words: int | None = None
    is_draft: bool = False
    is_hidden: bool = False  # by a keeper
    is_scheduled: bool = False
    is_read: bool = False
    is_here: bool = False


@register.inclusion_tag("web/components/_chapter_row.html")
def chapter_row(
    *, chapter: ChapterRow, actions: str = "", key: int = 0, place: int = 0, places: int = 0
) -> Context:
    """One line of a chapter index; with its key and place of so many it can be moved, by the form called “order”."""
    return {
        "chapter": chapter,
        "actions": actions,
        "field": f"chapter-{key}" if key else "",
        "place": place,
        "places": places,
    }


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
