"""Words under a cover (`core.text.covers`), as pages show them and as plain text does."""

from __future__ import annotations

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from bookcub.core.text import beginning, covered, plain


def under_cover(html: str) -> SafeString:
    """Sanitised markup for a page: each cover is a box to tick, which needs no script."""
    return mark_safe(covered(html, _box))  # noqa: S308  # whoever asks has cleaned it


def without_covered(html: str) -> SafeString:
    """Sanitised markup for a file, where nothing can be ticked: what is covered is left out."""
    left = covered(html, lambda _: escape(gettext("[spoiler]")))
    return mark_safe(left)  # noqa: S308  # as above


def plain_under_cover(html: str) -> str:
    """The words for a letter, a search hit or another program: what is covered is left out."""
    return plain(without_covered(html))


def beginning_under_cover(html: str, length: int) -> SafeString:
    """The first words for a line of a page, with their emphasis: what is covered is left out."""
    return mark_safe(beginning(without_covered(html), length))  # noqa: S308  # as above


def _box(words: str) -> str:
    # Unticked when the page is loaded again, too; what is hidden is hidden from screen readers as well.
    return format_html(
        '<span class="spoiler"><label class="spoiler-switch"><input type="checkbox" autocomplete="off">'
        ' <span>{}</span></label> <span class="spoiler-words">{}</span></span>',
        gettext("Show the spoiler"),
        mark_safe(words),  # noqa: S308  # part of what was cleaned
    )
