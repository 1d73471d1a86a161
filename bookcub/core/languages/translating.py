"""Marks on sentences for the translators, where Django is out of reach.

The packages that know no Django keep their sentences as data. What shows them translates them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A marked sentence and the facts for its placeholders."""

    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str] = str) -> str:
        """In English, or in what `translate` makes of it."""
        return translate(self.message) % self.facts


def gettext_noop(message: str) -> str:
    """Mark a sentence, and leave it in English."""
    return message


def ngettext_lazy(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence in its two English forms: of one, and of any other number `n`."""
    return one, many
