"""From core's comparison to the rows that the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.utils.safestring import mark_safe

from bookcub.core.text import Row
from bookcub.web.components.works import DiffRow

Shown = Literal["same", "changed", "added", "removed"]
KINDS: dict[str, Shown] = {
    "same": "same",
    "changed": "changed",
    "added": "added",
    "removed": "removed",
    # A block that only moved reads as changed: its row says so by standing elsewhere.
    "moved": "changed",
}


def diff_rows(rows: Sequence[Row]) -> list[DiffRow]:
    """Core builds both sides of escaped text and known tags only, so they are safe to show."""
    return [
        DiffRow(kind=KINDS[row.kind], before=mark_safe(row.old), after=mark_safe(row.new))  # noqa: S308  # see above
        for row in rows
    ]
