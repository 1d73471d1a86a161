"""The smallest parts: icon, mark, avatar, button, moment, progress."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from bookcub.core.http import is_of_this_machine
from bookcub.core.zones import city_of
from bookcub.web import dates, sizes
from bookcub.web.components.drawn_once import drawn_once
from bookcub.web.icons import ICONS

register = template.Library()
register.filter("as_size", sizes.as_size)
register.filter("city_of", city_of)
register.filter("is_of_this_machine", is_of_this_machine)

Context = dict[str, object]
ButtonKind = Literal["primary", "plain", "quiet", "danger"]


@register.filter(is_safe=True)
def squeezed(text: str) -> str:
    """On one line, with single spaces: a page's title, whose template may take several lines."""
    return " ".join(text.split())


@register.simple_tag
@lru_cache(512, typed=True)
def icon(*, name: str, label: str = "") -> SafeString:
    """Draw an icon; with a label it is an image, without one it is decoration."""
    path = ICONS[name]
    if label:
        voice = format_html('role="img" aria-label="{}"', label)
    else:
        voice = mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon icon--{}" viewBox="0 0 24 24" {}><path d="{}"/></svg>', name, voice, path
    )


@register.simple_tag
@drawn_once("web/components/_mark.html")
def mark(*, size: Literal["small", "large"] = "small") -> Context:
    """The cub with its book."""
    return {"size": size}


@register.simple_tag
@drawn_once("web/components/_avatar.html")
def avatar(
    *, name: str, url: str = "", alt: str = "", size: Literal["small", "medium", "large"] = "medium"
) -> Context:
    """A person's icon, or the first letter of the name on one of six papers.

    One and the same as "Ada Wren", "ada_wren" and "Ada Wren (ada_wren)".
    """
    letters = [c for c in name.partition(" (")[0].casefold() if c.isalnum()]
    letter = letters[0].upper() if letters else "?"
    paper = sum(map(ord, letters)) % 6
    return {"name": name, "url": url, "alt": alt, "size": size, "letter": letter, "paper": paper}


@register.simple_tag
@drawn_once("web/components/_button.html")
def button(  # noqa: PLR0913  # one button has these faces; all are keyword-only
    *,
    label: str,
    of: str = "",
    kind: ButtonKind = "plain",
    icon: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    small: bool = False,
    icon_only: bool = False,
    type: Literal["submit", "button", "reset"] = "submit",  # noqa: A002  # HTML's own word
) -> Context:
    """A button that submits its form; `of` names its thing where there are several of its label."""
    return {
        "label": label,
        "of": of,
        "kind": kind,
        "icon_name": icon,
        "name": name,
        "value": value,
        "form": form,
        "small": small,
        "icon_only": icon_only,
        "type": type,
    }


@register.simple_tag
@drawn_once("web/components/_link_button.html")
def link_button(  # noqa: PLR0913  # as many faces as a button; all are keyword-only
    *,
    label: str,
    url: str,
    of: str = "",
    kind: ButtonKind = "plain",
    icon: str = "",
    small: bool = False,
    icon_only: bool = False,
    rel: str = "",
) -> Context:
    """A link that looks like a button, because it is the next step; `of` as a button's."""
    return {
        "label": label,
        "of": of,
        "url": url,
        "kind": kind,
        "icon_name": icon,
        "small": small,
        "icon_only": icon_only,
        "rel": rel,
    }


for form in (
    dates.as_day,
    dates.as_short_day,
    dates.as_day_of_year,
    dates.as_near_day,
    dates.as_weekday,
    dates.as_weekday_alone,
    dates.as_short_weekday,
    dates.as_exact_moment,
    dates.as_hour,
    dates.as_zone,
    dates.as_appointment,
    dates.as_moment,
):
    register.filter(form.__name__, form)


@register.simple_tag(takes_context=True)
def moment(
    context: template.Context, *, at: date, kind: Literal["date", "exact", "ago"] = "date"
) -> SafeString:
    """A time in the reader's zone; its title tells the exact moment, which is on the page on demand.

    A day is that day on every clock, and has no moment to tell.
    A guest's page may be kept for a while, so "5 minutes ago" would soon be wrong on it: there it is the day.
    """
    if not isinstance(at, datetime):
        return _time(machine=at.isoformat(), words=dates.as_short_day(at))
    request = getattr(context, "request", None)
    is_kept = kind == "ago" and request is not None and not request.user.is_authenticated
    said = MOMENTS["date" if is_kept else kind]
    return _time(
        machine=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        exact=dates.as_exact_moment(at),
        words=said(at),
        is_exact=said is MOMENTS["exact"],
    )


@drawn_once("web/components/_moment.html")
def _time(*, machine: str, words: str, exact: str = "", is_exact: bool = False) -> Context:
    return {"machine": machine, "words": words, "exact": exact, "is_exact": is_exact}


MOMENTS: dict[str, Callable[[datetime], str]] = {
    "date": dates.as_short_day,
    "exact": dates.as_zoned_moment,
    "ago": dates.as_ago,
}


@register.inclusion_tag("web/components/_progress.html")
def progress(*, value: int, total: int = 100, label: str = "", words: str = "") -> Context:
    """How far along something is, in a bar and in words."""
    share = round(100 * value / total) if total else 0
    return {
        "value": value,
        "total": total,
        "label": label,
        "words": words or gettext("%(share)s%%") % {"share": share},
    }
