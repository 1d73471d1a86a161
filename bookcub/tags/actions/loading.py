"""A list of tags with their families, brought in at once: all of it, or nothing where there is a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext

from bookcub.people.models import User
from bookcub.tags.actions.changing import ChangeDraft, changing
from bookcub.tags.actions.families import lead_to
from bookcub.tags.actions.lists import ListedTag, Mistakes
from bookcub.tags.models import PARENT_KINDS, ChangeKind, Tag, TagParent, folded
from bookcub.tags.models.family import in_parts, meta_tags

TagKey = tuple[str, str]


def load(rows: Sequence[ListedTag], *, by: User | None) -> int:
    """Bring the list in; how many tags are other than before. Raises ValidationError, which names the lines that are wrong.

    What the list says of a tag counts; of what it does not name nothing is changed.
    """
    with changing(ChangeKind.LOADED, by=by) as draft:
        tags = _tags_of(rows)
        others = _others(rows, tags)
        mistakes = Mistakes()
        leading = _leading(rows, tags, others, mistakes)
        pairs = _pairs(rows, tags, others, leading, mistakes)
        mistakes.ensure_none()
        _decide(draft, rows, tags, leading)
        _link(draft, pairs)
        _ensure_no_circle(rows, tags)
        changed = len({*draft.tags, *(child for child, _ in (*draft.added, *draft.removed))})
        draft.told["number"] = changed
    return changed


def _tags_of(rows: Iterable[ListedTag]) -> dict[TagKey, Tag]:
    """The tags of the list, made where they do not exist yet."""
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(row.kind, []).append(row.name)
    return {
        (kind, tag.folded): tag
        for kind, of_kind in names.items()
        for part in in_parts(of_kind, 500)
        for tag in Tag.objects.taken(part, kind)
    }


def _others(rows: Iterable[ListedTag], tags: Mapping[TagKey, Tag]) -> dict[TagKey, Tag]:
    """What the list names and does not hold, as far as it is in the archive: what it leads to, if it is a synonym."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        if row.canonical:
            wanted.setdefault(row.kind, set()).add(folded(row.canonical))
        for given, name in row.parents:
            for kind in [given] if given else PARENT_KINDS[row.kind]:
                wanted.setdefault(kind, set()).add(folded(name))
    found: dict[TagKey, Tag] = {}
    for kind, names in wanted.items():
        missing = {name for name in names if (kind, name) not in tags}
        for part in in_parts(missing, 500):
            known = Tag.objects.filter(kind=kind, folded__in=part).select_related("synonym_of")
            for tag in known:
                found[kind, tag.folded] = tag.synonym_of or tag
    return found


def _leading(
    rows: Sequence[ListedTag],
    tags: Mapping[TagKey, Tag],
    others: Mapping[TagKey, Tag],
    mistakes: Mistakes,
) -> dict[TagKey, Tag]:
    """For each synonym of the list what it leads to."""
    by_key = {row.key: row for row in rows}
    found = {}
    for row in rows:
        if not row.canonical:
            continue
        key = (row.kind, folded(row.canonical))
        row_led = by_key.get(key)
        if row_led is not None and row_led.canonical:
            sentence = gettext("“%(name)s” leads to another tag itself (line %(line)s).")
            mistakes.add(row.line, sentence % {"name": row.canonical, "line": row_led.line})
        elif row_led is not None:
            found[row.key] = tags[key]
        elif key in others and others[key].is_canonical:
            found[row.key] = others[key]
        else:
            sentence = gettext(
                "There is no canonical tag “%(name)s”, neither here nor in the list."
            )
            mistakes.add(row.line, sentence % {"name": row.canonical})
    return found


def _pairs(
    rows: Sequence[ListedTag],
    tags: Mapping[TagKey, Tag],
    others: Mapping[TagKey, Tag],
    leading: Mapping[TagKey, Tag],
    mistakes: Mistakes,
) -> list[tuple[int, int]]:
    """Child and parent, of the whole list."""
    found = []
    for row in rows:
        if row.canonical and row.parents:
            mistakes.add(
                row.line, gettext("A synonym has no parents: give them to what it leads to.")
            )
            continue
        for given, name in row.parents:
            parent = _parent(row, given, name, tags, others, leading)
            if parent is None:
                told = {"name": name, "parent": given}
                sentence = gettext(
                    "There is no canonical tag “%(name)s” that this could stand under."
                )
                mistakes.add(row.line, sentence % told)
            elif parent.pk == tags[row.key].pk:
                mistakes.add(row.line, gettext("A tag cannot stand under itself."))
            else:
                found.append((tags[row.key].pk, parent.pk))
    return found


def _parent(
    row: ListedTag,
    given: str,
    name: str,
    tags: Mapping[TagKey, Tag],
    others: Mapping[TagKey, Tag],
    leading: Mapping[TagKey, Tag],
) -> Tag | None:
    for kind in PARENT_KINDS[row.kind]:
        key = (kind, folded(name))
        if given in {"", kind}:
            if key in tags:
                return leading.get(key, tags[key])
            if key in others and others[key].is_canonical:
                return others[key]
    return None


def _decide(
    draft: ChangeDraft,
    rows: Sequence[ListedTag],
    tags: Mapping[TagKey, Tag],
    leading: Mapping[TagKey, Tag],
) -> None:
    canonical = [row for row in rows if not row.canonical]
    draft.change_many(
        (
            tags[row.key],
            {
                "is_canonical": True,
                "synonym_of_id": None,
                **({"note": row.note} if row.note else {}),
            },
        )
        for row in canonical
    )
    synonyms = [(tags[row.key], leading[row.key]) for row in rows if row.canonical]
    # Those that hold others, one by one; of new ones there are many.
    keys = [tag.pk for tag, _ in synonyms]
    holding = {
        pk
        for part in in_parts(keys)
        for pk in Tag.objects.filter(pk__in=part)
        .exclude(synonyms=None, parent_rows=None, child_rows=None)
        .values_list("pk", flat=True)
    }
    for tag, into in synonyms:
        if tag.pk in holding:
            lead_to(draft, tag, into)
    draft.change_many(
        (tag, {"is_canonical": False, "synonym_of_id": into.pk})
        for tag, into in synonyms
        if tag.pk not in holding
    )


def _link(draft: ChangeDraft, pairs: Sequence[tuple[int, int]]) -> None:
    wanted = dict.fromkeys(pairs)
    there = {
        pair
        for part in in_parts({child for child, _ in wanted})
        for pair in TagParent.objects.filter(child__in=part).values_list("child", "parent")
    }
    new = [pair for pair in wanted if pair not in there]
    TagParent.objects.bulk_create(
        [TagParent(child_id=child, parent_id=parent) for child, parent in new], batch_size=500
    )
    draft.added += new


def _ensure_no_circle(rows: Sequence[ListedTag], tags: Mapping[TagKey, Tag]) -> None:
    mistakes = Mistakes()
    above = meta_tags(tag.pk for tag in tags.values())
    for row in rows:
        key = tags[row.key].pk
        if key in above.get(key, ()):
            sentence = gettext("That would be a circle: “%(name)s” would stand above itself.")
            mistakes.add(row.line, sentence % {"name": row.name})
    mistakes.ensure_none()
