"""Parts that make up pages: messages, pager, empty state, cards, dialogs, tabs, steps, tables, plots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from bookcub.web.blurb import Link
from bookcub.web.components.basics import Context
from bookcub.web.enumeration import enumerated_text, enumerated_titles
from bookcub.web.pages import AHEAD

register = template.Library()

Tone = Literal["info", "success", "warning", "error"]
TONES: dict[str, Tone] = {
    "debug": "info",
    "info": "info",
    "success": "success",
    "warning": "warning",
    "error": "error",
}
TONE_ICONS: dict[Tone, str] = {
    "info": "info",
    "success": "check",
    "warning": "warning",
    "error": "warning",
}


@register.filter
def in_a_row(names: Iterable[object]) -> str:
    """`{{ names|in_a_row }}`: “Ada, Bo and Cy”."""
    return enumerated_text([str(name) for name in names])


@register.filter
def titles_in_a_row(titles: Iterable[object]) -> str:
    """`{{ titles|titles_in_a_row }}`: each in quotation marks."""
    return enumerated_titles(titles)


@register.simple_block_tag
def slot(content: str) -> str:
    """Keep a piece of template for a component: `{% slot as actions %}…{% endslot %}`.

    Without the space around it: in a sentence none stands before the full stop.
    """
    return type(content)(content.strip())


@register.inclusion_tag("web/components/_message.html")
def message(*, text: str, tone: Tone = "info", undo_url: str = "") -> Context:
    """One sentence to the person, with a way back where there is one."""
    return {
        "text": text,
        "tone": tone,
        "icon_name": TONE_ICONS[tone],
        "undo_url": undo_url,
    }


@register.inclusion_tag("web/components/_messages_list.html")
def messages_list(*, messages: Iterable[Message] | None) -> Context:
    """All messages that wait for this person; reading them takes them away."""
    return {
        "rows": [
            {
                "text": m.message,
                "tone": TONES.get(m.level_tag, "info"),
                "undo_url": _tagged(m.extra_tags or "", "undo:"),
                "kept": _tagged(m.extra_tags or "", "kept:"),
            }
            for m in messages or ()
        ],
    }


def _tagged(extra_tags: str, start: str) -> str:
    """Return what `web.messages` sent along."""
    found = (tag for tag in extra_tags.split() if tag.startswith(start))
    return next(found, "").removeprefix(start)


@register.inclusion_tag("web/components/_pager.html", takes_context=True)
def pager(
    context: template.Context,
    *,
    page: Page[object],
    label: str = "",
    name: str = "page",
    url: str = "",
) -> Context:
    """Links to the other pages of a list; keeps the rest of the query.

    `url` is the list's own address, query and all, where the list stands inside another page.
    """
    request: HttpRequest | None = None if url else context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is not None:
        query.pop(name, None)
        query.pop("part", None)  # the page's own address is never that of a part of it
    rest = query.urlencode() if query else ""
    start = url or f"?{rest}"
    joint = "" if start.endswith("?") else "&" if "?" in start else "?"
    numbers = [*page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)]
    is_cut = getattr(page.paginator, "is_cut", False)
    if is_cut:
        # The number at the end is only how far was looked.
        gap = str(page.paginator.ELLIPSIS)
        numbers = [*numbers[: numbers.index(page.number) + 1 + AHEAD], gap]
    return {
        "page": page,
        "label": label or pgettext("of a list", "Pages"),
        "start": f"{start}{joint}{name}=",
        "numbers": numbers,
        "gap": page.paginator.ELLIPSIS,
        "is_cut": is_cut,
    }


@register.simple_block_tag
def empty_state(content: str, *, title: str, icon: str = "book", level: int = 2) -> SafeString:
    """An empty page that invites."""
    context = {"content": content, "title": title, "icon_name": icon, "level": level}
    return render_to_string("web/components/_empty_state.html", context)


@register.simple_block_tag
def card(
    content: str,
    *,
    title: str = "",
    url: str = "",
    level: int = 2,
    tone: str = "",
    done: bool = False,
) -> SafeString:
    """A sheet of paper that lies apart from the rest."""
    context = {
        "content": content,
        "title": title,
        "url": url,
        "level": level,
        "tone": tone,
        "done": done,
    }
    return render_to_string("web/components/_card.html", context)


@register.simple_block_tag
def disclosure(
    content: str,
    *,
    title: str,
    open: bool = False,  # noqa: A002  # HTML's own word
    count: int | None = None,
    quiet: bool = False,
) -> SafeString:
    """Something folded away until asked for."""
    context = {"content": content, "title": title, "open": open, "count": count, "quiet": quiet}
    return render_to_string("web/components/_disclosure.html", context)


@register.simple_block_tag
def confirm(
    content: str,
    *,
    id: str,  # noqa: A002  # HTML's own word
    url: str,
    label: str,
    title: str,
    kind: str = "danger",
) -> SafeString:
    """A link to a confirmation page that JavaScript opens as a dialog; `content` is the dialog's form."""
    context = {
        "content": content,
        "id": id,
        "url": url,
        "label": label,
        "title": title,
        "kind": kind,
    }
    return render_to_string("web/components/_confirm.html", context)


@register.simple_block_tag
def toolbar(content: str, *, label: str) -> SafeString:
    """Actions that belong together, in one quiet row."""
    return render_to_string("web/components/_toolbar.html", {"content": content, "label": label})


@register.simple_block_tag
def table_wrap(content: str, *, label: str) -> SafeString:
    """A table that scrolls by itself when it is wider than the page."""
    return render_to_string("web/components/_table_wrap.html", {"content": content, "label": label})


@register.inclusion_tag("web/components/_tabs.html")
def tabs(*, links: Sequence[Link], current: str, label: str) -> Context:
    """Links to the faces of one thing; `current` is the address one is on."""
    return {"links": links, "current": current, "label": label}


@register.inclusion_tag("web/components/_steps.html")
def steps(*, names: Sequence[str], current: int, label: str = "") -> Context:
    """Where one is in a wizard; `current` counts from 1."""
    return {"names": names, "current": current, "label": label or gettext("Steps")}


@register.inclusion_tag("web/components/_plot.html")
def plot(*, rows: Sequence[tuple[str, int]], caption: str, unit: str = "") -> Context:
    """Bars for a few numbers, with the table itself underneath."""
    top = max((value for _, value in rows), default=0) or 1
    return {
        "rows": [(name, value, round(100 * value / top, 1)) for name, value in rows],
        "caption": caption,
        "unit": unit,
    }
