"""From core's comparison to what the page shows: the changes, with a little of what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from bookcub.core.text import Row
from bookcub.web.components.languages import lang
from bookcub.web.components.works import DiffRow

AROUND = 2  # unchanged paragraphs shown on both sides of a change
WORTH_SKIPPING = 3

ShownKind = Literal["same", "changed", "added", "removed"]
KINDS: dict[str, ShownKind] = {
    "same": "same",
    "changed": "changed",
    "added": "added",
    "removed": "removed",
    # A block that only moved reads as changed: its row says so by standing elsewhere.
    "moved": "changed",
}


@dataclass(frozen=True, slots=True)
class DiffStretch:
    """Rows to show, or how many unchanged ones are left out."""

    rows: tuple[DiffRow, ...] = ()
    skipped: int = 0


def stretches(rows: Sequence[Row], *, whole: bool = False) -> list[DiffStretch]:
    """The comparison, without long runs of unchanged paragraphs unless it is wanted whole."""
    changed = [index for index, row in enumerate(rows) if row.kind != "same"]
    if not changed:
        return []
    near = {index + step for index in changed for step in range(-AROUND, AROUND + 1)}
    found: list[DiffStretch] = []
    shown: list[DiffRow] = []
    for is_near, run in groupby(enumerate(rows), key=lambda item: item[0] in near):
        part = [row for _, row in run]
        if is_near or whole or len(part) < WORTH_SKIPPING:
            shown.extend(_shown(row) for row in part)
            continue
        if shown:
            found.append(DiffStretch(rows=tuple(shown)))
            shown = []
        found.append(DiffStretch(skipped=len(part)))
    return [*found, DiffStretch(rows=tuple(shown))] if shown else found


def _shown(row: Row) -> DiffRow:
    """Core builds both sides of escaped text and known tags only, so they are safe to show.

    What is marked is also said: few screen readers speak of `<del>` and `<ins>`.
    """
    taken, put = pgettext("in a comparison", "taken out:"), pgettext("in a comparison", "put in:")
    before, after = row.old, row.new
    if row.kind != "same":
        before = before.replace("<del>", f"{heard(taken)}<del>")
        after = after.replace("<ins>", f"{heard(put)}<ins>")
    return DiffRow(kind=KINDS[row.kind], before=mark_safe(before), after=mark_safe(after))  # noqa: S308  # see above


def heard(words: str) -> SafeString:
    """Words of ours for screen readers alone, within somebody's text."""
    return format_html(
        '<span class="visually-hidden" {}>{} </span>', lang(get_language() or ""), words
    )
