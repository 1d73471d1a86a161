"""One decision about tags: done whole or not at all, and written down with what it takes to undo it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext

from bookcub.core.database.locks import hold
from bookcub.people.models import User
from bookcub.tags.models import PARENT_KINDS, ChangeKind, Tag, TagChange, TagParent, folded
from bookcub.tags.models.family import in_parts, meta_tags


class ChangeDraft:
    """What a decision changes, noted while it is done."""

    def __init__(self) -> None:
        self.tags: dict[int, list[dict[str, Any]]] = {}
        self.added: list[tuple[int, int]] = []
        self.removed: list[tuple[int, int]] = []
        self.made: list[int] = []
        self.told: dict[str, Any] = {}  # what the log tells, besides what was known before

    def __bool__(self) -> bool:
        return bool(self.tags or self.added or self.removed or self.made)

    @property
    def touched(self) -> set[int]:
        return {*self.tags, *self.made, *(key for pair in self.added for key in pair)}

    @property
    def moved(self) -> dict[str, Any]:
        return {
            "tags": {str(key): states for key, states in self.tags.items()},
            "added": self.added,
            "removed": self.removed,
            "made": self.made,
        }

    def change(self, tag: Tag, **fields: Any) -> None:
        """Give a tag other values; what it has already is no change."""
        changed = self._set(tag, fields)
        if "name" in changed:
            tag.folded = folded(tag.name)
            changed |= {"folded", "alike"}
        if changed:
            tag.save(update_fields=changed)

    def change_many(self, changes: Iterable[tuple[Tag, dict[str, Any]]]) -> None:
        """The same of many at once; not their names."""
        changed = [tag for tag, fields in changes if self._set(tag, fields)]
        fields = ["is_canonical", "synonym_of", "note"]
        Tag.objects.bulk_update(changed, fields, batch_size=200)

    def _set(self, tag: Tag, fields: dict[str, Any]) -> set[str]:
        """Note what is other than before, and say of which fields."""
        old = {name: getattr(tag, name) for name in fields}
        new = {name: value for name, value in fields.items() if value != old[name]}
        if new:
            before, after = self.tags.setdefault(tag.pk, [{}, {}])
            for name, value in new.items():
                setattr(tag, name, value)
                before.setdefault(name, old[name])
                after[name] = value
        return {"synonym_of" if name == "synonym_of_id" else name for name in new}

    def link(self, child: int, parent: int) -> None:
        """Put a tag under another one."""
        _, is_new = TagParent.objects.get_or_create(child_id=child, parent_id=parent)
        if is_new:
            self.added.append((child, parent))

    def unlink(self, child: int, parent: int) -> None:
        """Take it out from there."""
        gone, _ = TagParent.objects.filter(child=child, parent=parent).delete()
        if gone:
            self.removed.append((child, parent))


@contextmanager
def changing(
    kind: ChangeKind,
    *,
    by: User | None,
    tag: Tag | None = None,
    other: Tag | None = None,
    **told: str,
) -> Iterator[ChangeDraft]:
    """Do something with tags, nobody else meanwhile, and keep a row of it unless nothing changed.

    Raises ValidationError where families would not be families any more.
    """
    with transaction.atomic():
        hold_families()
        draft = ChangeDraft()
        yield draft
        if not draft:
            return
        ensure_families(draft.touched)
        TagChange.objects.create(
            kind=kind, by=by, tag=tag, other=other, told=told | draft.told, moved=draft.moved
        )


def hold_families() -> None:
    """Let nobody else put tags in order until this transaction ends: two who do so at once could make a loop."""
    hold("tag-families")


def fresh(tag: Tag) -> Tag:
    """The tag as it is now; ValidationError where it is gone."""
    found = Tag.objects.filter(pk=tag.pk).first()
    if found is None:
        raise ValidationError(gettext("This tag is gone."), code="gone")
    return found


def ensure_families(tags: Iterable[int]) -> None:
    """Raise ValidationError unless around these tags everything is as it must be.

    A synonym leads to a canonical tag of its own kind, nothing stands under a synonym or an undecided tag, and nothing
    stands above itself.
    """
    tags = set(tags)
    for part in in_parts(tags):
        _ensure_fitting(part)
    if any(tag in above for tag, above in meta_tags(tags).items()):
        raise ValidationError(
            gettext("That would be a circle: a tag cannot stand above itself."), code="circle"
        )


def _ensure_fitting(tags: list[int]) -> None:
    wrong = (
        Tag.objects.filter(Q(pk__in=tags) | Q(synonym_of__in=tags))
        .exclude(synonym_of=None)
        .exclude(synonym_of__is_canonical=True, synonym_of__kind=F("kind"))
    )
    rows = TagParent.objects.filter(Q(child__in=tags) | Q(parent__in=tags))
    of_kinds = Q()
    for kind, above in PARENT_KINDS.items():
        of_kinds |= Q(child__kind=kind, parent__kind__in=above)
    misfits = rows.exclude(of_kinds, parent__is_canonical=True, child__synonym_of=None)
    under_own = rows.filter(child__kind=F("parent__kind"), child__is_canonical=False)
    if wrong.exists() or misfits.exists() or under_own.exists():
        raise ValidationError(
            gettext(
                "That does not fit what other tags are by now: synonyms lead to canonical tags, and only those"
                " hold others."
            ),
            code="misfit",
        )
