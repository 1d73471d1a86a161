"""What the pages about tags need."""

from __future__ import annotations

from dataclasses import dataclass

from bookcub.tags.models import Tag, TagKind

SUGGESTIONS = 12


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag that completes what somebody types."""

    name: str
    uses: int
    canonical: bool


def suggestions(kind: TagKind, term: str) -> list[Suggestion]:
    """The tags that this beginning may mean, canonical and often used first. One query."""
    found = Tag.objects.suggested(kind, term).known().filter(synonym_of=None)
    rows = found.values_list("name", "uses", "is_canonical")[:SUGGESTIONS]
    return [Suggestion(*row) for row in rows]


def meant_by(kind: TagKind, name: str) -> str:
    """The tag that a name nobody has used yet may be the beginning of; "" for one that is known, or like none. Two queries."""
    if Tag.objects.named(name, kind).known().exists():
        return ""
    return next((each.name for each in suggestions(kind, name)), "")
