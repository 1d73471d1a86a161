"""What wranglers decide about tags. Works keep the tags that their authors gave them; all this says is what is found with what."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from bookcub.core.text import one_line
from bookcub.people.models import User
from bookcub.tags.actions.changing import ChangeDraft, changing, fresh
from bookcub.tags.models import (
    NOTE_MAX,
    PARENT_KINDS,
    ChangeKind,
    Tag,
    folded,
    validate_tag_name,
)
from bookcub.tags.models.family import meta_tags, sub_tags


def make_canonical(tag: Tag, *, by: User | None, under: Iterable[Tag] = ()) -> None:
    """Make a tag the one that others lead to, under these parents as well. A synonym becomes a tag of its own again."""
    with changing(ChangeKind.CANONICAL, by=by, tag=tag, name=tag.name) as draft:
        tag = fresh(tag)
        draft.change(tag, is_canonical=True, synonym_of_id=None)
        for parent in under:
            _put_under(draft, tag, fresh(parent))


def take_back(tag: Tag, *, by: User | None) -> None:
    """Let a tag be one that nobody has decided about. Raises ValidationError while others lead to it or stand under it."""
    with changing(ChangeKind.TAKEN_BACK, by=by, tag=tag, name=tag.name) as draft:
        tag = fresh(tag)
        if tag.synonyms.exists() or tag.child_rows.exists():
            raise ValidationError(
                gettext("“%(name)s” has synonyms or tags under it. Move those first."),
                code="held",
                params={"name": tag.name},
            )
        for parent in tag.parent_rows.filter(parent__kind=tag.kind).values_list(
            "parent", flat=True
        ):
            draft.unlink(tag.pk, parent)
        draft.change(tag, is_canonical=False, synonym_of_id=None)


def merge(tag: Tag, *, into: Tag, by: User | None) -> None:
    """Make a tag a synonym of another one of its kind; its own synonyms and family go along. Raises ValidationError."""
    with changing(
        ChangeKind.MERGED, by=by, tag=tag, other=into, name=tag.name, into=into.name
    ) as draft:
        tag, into = fresh(tag), _at_the_end(fresh(into))
        if tag.kind != into.kind:
            raise ValidationError(
                gettext("“%(name)s” and “%(other)s” are of different kinds."),
                code="kinds",
                params={"name": tag.name, "other": into.name},
            )
        if tag.pk == into.pk:
            raise ValidationError(
                gettext("“%(name)s” cannot be a synonym of itself."),
                code="itself",
                params={"name": tag.name},
            )
        draft.change(into, is_canonical=True)
        lead_to(draft, tag, into)


def lead_to(draft: ChangeDraft, tag: Tag, into: Tag) -> None:
    """Make a tag a synonym of a canonical one, with all that hangs on it."""
    for synonym in tag.synonyms.all():
        draft.change(synonym, synonym_of_id=into.pk)
    _hand_family_on(draft, tag, into)
    draft.change(tag, is_canonical=False, synonym_of_id=into.pk)


def _at_the_end(tag: Tag) -> Tag:
    return tag.synonym_of or tag


def _hand_family_on(draft: ChangeDraft, tag: Tag, to: Tag) -> None:
    """What stood above and under a tag stands above and under the other one, but for what would make a circle."""
    above = list(tag.parent_rows.values_list("parent", flat=True))
    under = list(tag.child_rows.values_list("child", flat=True))
    for parent in above:
        draft.unlink(tag.pk, parent)
    for child in under:
        draft.unlink(child, tag.pk)
    below = sub_tags(to.pk) | {to.pk}
    for parent in above:
        if parent not in below:
            draft.link(to.pk, parent)
    higher = meta_tags([to.pk]).get(to.pk, set()) | {to.pk}
    for child in under:
        if child not in higher:
            draft.link(child, to.pk)


def split_off(tag: Tag, *, by: User | None) -> None:
    """Let a synonym be a canonical tag of its own: no other is taken for it, whatever their letters. Raises ValidationError."""
    with changing(ChangeKind.SPLIT, by=by, tag=tag, other=tag.synonym_of, name=tag.name) as draft:
        tag = fresh(tag)
        if tag.synonym_of_id is None:
            raise ValidationError(
                gettext("“%(name)s” is no synonym of another tag."),
                code="no_synonym",
                params={"name": tag.name},
            )
        draft.change(tag, is_canonical=True, synonym_of_id=None)


def rename(tag: Tag, *, name: str, by: User | None) -> None:
    """Write a tag in another way. Of other letters the old name stays, as a synonym that leads to it. Raises ValidationError."""
    name = one_line(name)
    validate_tag_name(name)
    with changing(ChangeKind.RENAMED, by=by, tag=tag, name=tag.name, new=name) as draft:
        tag = fresh(tag)
        old = tag.name
        other = Tag.objects.named(name, tag.kind).exclude(pk=tag.pk).first()
        if other is not None and (other.uses or not other.is_undecided):
            raise ValidationError(
                gettext("There is a tag “%(name)s” already. Merge the two instead."),
                code="taken",
                params={"name": other.name},
            )
        is_other = folded(name) != tag.folded
        if is_other and not tag.is_canonical:
            raise ValidationError(
                gettext("Make “%(name)s” canonical first: then its old name can lead to it."),
                code="undecided",
                params={"name": tag.name},
            )
        if other is not None:
            # Somebody's draft has it, of which nobody may hear: it takes the old one's place, and looks no different.
            draft.change(other, name=name, note=tag.note, is_canonical=True)
            lead_to(draft, tag, other)
            return
        draft.change(tag, name=name)
        if is_other:
            left = Tag.objects.create(
                kind=tag.kind, name=old, folded=folded(old), synonym_of_id=tag.pk
            )
            draft.made.append(left.pk)


def describe(tag: Tag, *, note: str, by: User | None) -> None:
    """Say what a tag means. Raises ValidationError where it is too long."""
    note = one_line(note)
    if len(note) > NOTE_MAX:
        raise ValidationError(
            gettext("Keep the note to %(most)s characters."),
            code="too_long",
            params={"most": NOTE_MAX},
        )
    with changing(ChangeKind.DESCRIBED, by=by, tag=tag, name=tag.name) as draft:
        draft.change(fresh(tag), note=note)


def set_parents(
    tag: Tag, *, by: User | None, add: Collection[Tag] = (), remove: Collection[Tag] = ()
) -> None:
    """Put a tag under these, and take it out from under those. Raises ValidationError."""
    names = ", ".join(one.name for one in (*add, *remove))
    with changing(ChangeKind.PARENTS, by=by, tag=tag, name=tag.name, parents=names[:300]) as draft:
        tag = fresh(tag)
        for parent in remove:
            draft.unlink(tag.pk, parent.pk)
        for parent in add:
            _put_under(draft, tag, fresh(parent))


def _put_under(draft: ChangeDraft, tag: Tag, parent: Tag) -> None:
    parent = _at_the_end(parent)
    if tag.synonym_of is not None:
        raise ValidationError(
            gettext("“%(name)s” is a synonym. Put “%(other)s” there instead."),
            code="synonym",
            params={"name": tag.name, "other": tag.synonym_of.name},
        )
    if parent.kind not in PARENT_KINDS[tag.kind]:
        raise ValidationError(
            gettext("“%(name)s” (%(kind)s) cannot stand under “%(parent)s” (%(parent_kind)s)."),
            code="kinds",
            params={
                "name": tag.name,
                "kind": tag.get_kind_display(),
                "parent": parent.name,
                "parent_kind": parent.get_kind_display(),
            },
        )
    needed = [parent, tag] if tag.kind == parent.kind else [parent]
    for one in needed:
        if not one.is_canonical:
            raise ValidationError(
                gettext("“%(name)s” is not canonical. Decide about it first."),
                code="undecided",
                params={"name": one.name},
            )
    if tag.pk == parent.pk or tag.pk in meta_tags([parent.pk]).get(parent.pk, ()):
        raise ValidationError(
            gettext("That would be a circle: “%(parent)s” stands under “%(name)s” already."),
            code="circle",
            params={"name": tag.name, "parent": parent.name},
        )
    draft.link(tag.pk, parent.pk)
