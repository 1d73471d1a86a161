"""Pseuds and their icons."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.db import transaction

from bookcub.people import owned_content
from bookcub.people.models import Pseud


class StillInUseError(Exception):
    """A pseud owns things, and nobody has said where they go."""


def keep_pseud(
    pseud: Pseud,
    *,
    is_default: bool,
    icon: ContentFile[bytes] | None = None,
    without_icon: bool = False,
) -> None:
    """Save a new or edited pseud, its icon and whether it is the one signed with."""
    old = Pseud.objects.filter(pk=pseud.pk).values_list("icon", flat=True).first() or ""
    if without_icon or icon is not None:
        pseud.icon = ""
        if icon is not None:
            pseud.icon.save(icon.name or "icon.webp", icon, save=False)
    with transaction.atomic():
        if pseud.icon.name != old and pseud.hiding and not _is_same(icon, old):
            pseud.hiding.delete()
            pseud.hiding = None
        pseud.save()
        if is_default and not pseud.is_default:
            pseud.make_default()
    if old and old != pseud.icon.name:
        # After the row: a crash in between leaves a spare file, never a row without its picture.
        pseud.icon.storage.delete(old)


def _is_same(icon: ContentFile[bytes] | None, old: str) -> bool:
    """Whether a picture that a keeper has hidden is only brought again."""
    if icon is None or not old:
        return False
    icon.seek(0)
    try:
        with Pseud().icon.storage.open(old) as before:
            return bool(before.read() == icon.read())
    except FileNotFoundError:  # the folder of files came back from an older backup than the rows
        return False


def delete_pseud(pseud: Pseud, *, to: Pseud | None) -> None:
    """Delete a pseud, and hang what it owns on another of the account. Raises StillInUseError without one."""
    icon = pseud.icon
    with transaction.atomic():
        if to is not None:
            owned_content.move_all(pseud, to)
        elif owned_content.owned_by(pseud):
            raise StillInUseError
        pseud.delete()
    if icon:
        icon.delete(save=False)
