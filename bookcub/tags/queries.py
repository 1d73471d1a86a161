"""What the pages about tags need."""

from __future__ import annotations

from bookcub.tags.models import Tag, TagKind


def meant_by(kind: TagKind, name: str) -> str:
    """The tag that a name nobody has used yet may be the beginning of; "" for one that is known, or like none. Two queries."""
    if Tag.objects.named(name, kind).known().exists():
        return ""
    found = Tag.objects.suggested(kind, name).known().filter(synonym_of=None)
    return found.values_list("name", flat=True).first() or ""
