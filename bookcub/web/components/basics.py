"""The smallest parts: icon, mark, avatar, button, moment, progress."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext_lazy

from bookcub.web.icons import ICONS

register = template.Library()

Context = dict[str, object]
ButtonKind = Literal["primary", "plain", "quiet", "danger"]


@register.filter(is_safe=True)
def squeezed(text: str) -> str:
    """On one line, with single spaces: a page's title, whose template may take several lines."""
    return " ".join(text.split())


@register.simple_tag
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


@register.inclusion_tag("web/components/_mark.html")
def mark(*, size: Literal["small", "large"] = "small") -> Context:
    """The cub with its book."""
    return {"size": size}


@register.inclusion_tag("web/components/_avatar.html")
def avatar(
    *, name: str, url: str = "", alt: str = "", size: Literal["small", "medium", "large"] = "medium"
) -> Context:
    """A person's icon, or the first letter of the name on one of six papers."""
    letter = next((c for c in name if c.isalnum()), "?").upper()
    paper = sum(map(ord, name)) % 6
    return {"name": name, "url": url, "alt": alt, "size": size, "letter": letter, "paper": paper}


@register.inclusion_tag("web/components/_button.html")
def button(  # noqa: PLR0913  # one button has these faces; all are keyword-only
    *,
    label: str,
    kind: ButtonKind = "plain",
    icon: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    small: bool = False,
    icon_only: bool = False,
    type: Literal["submit", "button", "reset"] = "submit",  # noqa: A002  # HTML's own word
) -> Context:
    """A button that submits its form."""
    return {
        "label": label,
        "kind": kind,
        "icon_name": icon,
        "name": name,
        "value": value,
        "form": form,
        "small": small,
        "icon_only": icon_only,
        "type": type,
    }


@register.inclusion_tag("web/components/_link_button.html")
def link_button(  # noqa: PLR0913  # as many faces as a button; all are keyword-only
    *,
    label: str,
    url: str,
    kind: ButtonKind = "plain",
    icon: str = "",
    small: bool = False,
    icon_only: bool = False,
    rel: str = "",
) -> Context:
    """A link that looks like a button, because it is the next step."""
    return {
        "label": label,
        "url": url,
        "kind": kind,
        "icon_name": icon,
        "small": small,
        "icon_only": icon_only,
        "rel": rel,
    }


# In the letters of Django's date filter, which names months and days in the reader's language.
FORMS_OF_MOMENTS = {
    "exact": pgettext_lazy("form of a date", "j M Y, H:i T"),
    "stamp": pgettext_lazy("form of a date", "D d M Y h:iA T"),
}
FORM_OF_DAYS = pgettext_lazy("form of a date", "j M Y")


@register.inclusion_tag("web/components/_moment.html")
def moment(*, at: datetime, kind: Literal["date", "exact", "stamp", "ago"] = "date") -> Context:
    """A time in the reader's zone, whose name stands beside the hour; its title holds the time in UTC."""
    utc = at.astimezone(UTC)
    return {
        "at": at,
        "machine": utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "utc": utc.strftime("%Y-%m-%d %H:%M UTC"),
        "form": str(FORMS_OF_MOMENTS.get(kind, FORM_OF_DAYS)),
        "ago": _ago(at) if kind == "ago" else "",
    }


def _ago(at: datetime) -> str:
    """Return "5 minutes ago" for the last day, else nothing (a date says more)."""
    seconds = int((timezone.now() - at).total_seconds())
    if seconds < 0 or seconds >= 24 * 3600:
        return ""
    if seconds < 60:  # noqa: PLR2004  # a minute
        return gettext("just now")
    minutes = seconds // 60
    if minutes < 60:  # noqa: PLR2004  # an hour
        ago = ngettext("%(number)s minute ago", "%(number)s minutes ago", minutes)
        return ago % {"number": minutes}
    hours = minutes // 60
    return ngettext("%(number)s hour ago", "%(number)s hours ago", hours) % {"number": hours}


@register.inclusion_tag("web/components/_progress.html")
def progress(*, value: int, total: int = 100, label: str = "", words: str = "") -> Context:
    """How far along something is, in a bar and in words."""
    share = round(100 * value / total) if total else 0
    return {
        "value": value,
        "total": total,
        "label": label,
        "words": words or gettext("%(share)s %%") % {"share": share},
    }
