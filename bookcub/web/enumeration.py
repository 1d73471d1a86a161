"""Names in a row, joined as the reader's language joins them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext


def enumerated(names: Sequence[str]) -> SafeString:
    """Return “Ada, Bo and Cy”; what is not marked safe is escaped."""
    if not names:
        return SafeString()
    row = format_html("{}", names[0])
    for name in names[1:-1]:
        row = format_html(pgettext("a row of names", "{before}, {name}"), before=row, name=name)
    if len(names) > 1:
        end = pgettext("the end of a row of names", "{before} and {name}")
        row = format_html(end, before=row, name=names[-1])
    return row
