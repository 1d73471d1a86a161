"""Names in a row, joined as the reader's language joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from bookcub.core.languages.direction import is_page_from_the_right, isolated


def enumerated(names: Sequence[str]) -> SafeString:
    """Return “Ada, Bo and Cy”; what is not marked safe is escaped."""
    return format_html("{}", _in_a_row(names, format_html))


def enumerated_text(names: Sequence[str]) -> str:
    """The same for letters, and for whatever is escaped as a whole."""
    return _in_a_row(names, str.format)


def enumerated_titles(titles: Iterable[object]) -> str:
    """The same, each title in quotation marks."""
    return enumerated_text([gettext("“%(title)s”") % {"title": title} for title in titles])


def _in_a_row(names: Sequence[str], fill: Callable[..., str]) -> str:
    if not names:
        return ""
    # Names that are written the other way do not change places.
    row, *others = [_apart(name) for name in names]
    for name in others[:-1]:
        row = fill(pgettext("a row of names", "{before}, {name}"), before=row, name=name)
    if others:
        end = pgettext("the end of a row of names", "{before} and {name}")
        row = fill(end, before=row, name=others[-1])
    return row


def _apart(name: str) -> str:
    kept = isolated(name, in_rtl=is_page_from_the_right())
    return mark_safe(kept) if isinstance(name, SafeString) else kept  # noqa: S308  # it was safe before
