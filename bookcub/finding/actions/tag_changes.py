"""Decisions about several tags at once: all of them, or none."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.people.models import User
from bookcub.tags.actions import families
from bookcub.tags.models import Tag, TagChange, alike, validate_tag_name


def make_canonical(tags: list[Tag], *, under: list[Tag], by: User) -> None:
    """Make these canonical, under those as well. Raises ValidationError."""
    with transaction.atomic():
        for tag in tags:
            families.make_canonical(tag, under=under, by=by)


def merge(tags: list[Tag], *, into: Tag, by: User) -> None:
    """Make these synonyms of another one. Raises ValidationError."""
    with transaction.atomic():
        for tag in tags:
            families.merge(tag, into=into, by=by)


def put_under(tags: list[Tag], *, parents: list[Tag], by: User) -> None:
    """Put each of these under all of those. Raises ValidationError."""
    with transaction.atomic():
        for tag in tags:
            families.set_parents(tag, add=parents, by=by)


def take_out(tags: list[Tag], *, parents: list[Tag], by: User) -> None:
    """Take each of these out from under all of those. Raises ValidationError."""
    with transaction.atomic():
        for tag in tags:
            families.set_parents(tag, remove=parents, by=by)


def split_off(tags: list[Tag], *, by: User) -> None:
    """Let these synonyms be tags of their own. Raises ValidationError."""
    with transaction.atomic():
        for tag in tags:
            families.split_off(tag, by=by)


def take_back(tags: list[Tag], *, by: User) -> None:
    """Let nobody have decided about these. Raises ValidationError."""
    with transaction.atomic():
        for tag in tags:
            families.take_back(tag, by=by)


def rename(tag: Tag, *, name: str, by: User) -> None:
    """Write a tag in another way; of other letters for keepers alone, as it stands on others' works. Raises ValidationError."""
    if not by.is_keeper and alike(tag.kind, name) != tag.alike:
        raise ValidationError(
            gettext(
                "Wranglers change case, accents and order of a name. Other letters are for a keeper: the name"
                " stands on other people’s works."
            ),
            code="letters",
        )
    families.rename(tag, name=name, by=by)


def make_new(*, kind: str, name: str, by: User) -> Tag:
    """A canonical tag, whether or not it has been there. Raises ValidationError."""
    validate_tag_name(name)
    with transaction.atomic():
        [tag] = Tag.objects.taken([name], kind)
        families.make_canonical(tag, by=by)
    tag.refresh_from_db()
    return tag


def newest_change(tag: Tag, *, by: User) -> TagChange | None:
    """What this person decided last about a tag, to be undone at once."""
    return TagChange.objects.filter(tag=tag, by=by, undone_at=None).order_by("-pk").first()
