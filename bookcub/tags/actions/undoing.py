"""Decisions about tags are taken back as they were made, unless others rest on them by now."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from bookcub.people.models import User
from bookcub.tags.actions.changing import ensure_families, hold_families
from bookcub.tags.models import Tag, TagChange, TagParent, folded
from bookcub.tags.models.family import in_parts

Pairs = list[list[int]]


def undo(change: TagChange, *, by: User | None) -> None:
    """Put everything back as it was before. Raises ValidationError where something has changed since, or where it is undone."""
    with transaction.atomic():
        hold_families()
        change = TagChange.objects.get(pk=change.pk)
        if change.undone_at:
            raise ValidationError(gettext("This has been undone already."), code="changed")
        moved = change.moved
        states = {int(key): state for key, state in moved["tags"].items()}
        made: list[int] = moved["made"]
        _ensure_as_left(states, moved["added"], moved["removed"], made)
        _take_away(made)
        _put_back(states)
        _change_parents(moved["removed"], moved["added"])
        ends = {end for pair in moved["removed"] for end in pair}
        try:
            ensure_families({*states, *ends})
        except ValidationError as error:
            raise _rests_on_it() from error
        change.undone_at, change.undone_by = timezone.now(), by
        change.save(update_fields=["undone_at", "undone_by"])


def _rests_on_it() -> ValidationError:
    return ValidationError(
        gettext("Something else has been changed since. Undo that first."), code="changed"
    )


def _ensure_as_left(
    states: dict[int, list[dict[str, Any]]], added: Pairs, removed: Pairs, made: list[int]
) -> None:
    tags = Tag.objects.in_bulk([*states, *made])
    if len(tags) != len({*states, *made}):
        raise _rests_on_it()
    for key, (_, after) in states.items():
        if any(getattr(tags[key], name) != value for name, value in after.items()):
            raise _rests_on_it()
    pairs = {(child, parent) for child, parent in (*added, *removed)}
    now = {
        pair
        for part in in_parts({child for child, _ in pairs})
        for pair in TagParent.objects.filter(child__in=part).values_list("child", "parent")
        if pair in pairs
    }
    if now != {(child, parent) for child, parent in added}:
        raise _rests_on_it()


def _take_away(made: list[int]) -> None:
    """The names that a change left behind; not where a work has taken one up meanwhile."""
    untouched = Tag.objects.filter(pk__in=made, uses=0, taggings=None, synonyms=None)
    if untouched.filter(parent_rows=None, child_rows=None).count() != len(made):
        raise _rests_on_it()
    Tag.objects.filter(pk__in=made).delete()


def _put_back(states: dict[int, list[dict[str, Any]]]) -> None:
    tags = Tag.objects.in_bulk(states)
    for key, (before, _) in states.items():
        tag = tags[key]
        for name, value in before.items():
            setattr(tag, name, value)
        tag.folded = folded(tag.name)
        if Tag.objects.named(tag.name, tag.kind).exclude(pk=key).exists():
            raise _rests_on_it()
        tag.save(update_fields=["name", "folded", "alike", "note", "is_canonical", "synonym_of"])


def _change_parents(back: Pairs, away: Pairs) -> None:
    for child, parent in away:
        TagParent.objects.filter(child=child, parent=parent).delete()
    rows = [TagParent(child_id=child, parent_id=parent) for child, parent in back]
    TagParent.objects.bulk_create(rows, batch_size=500)
