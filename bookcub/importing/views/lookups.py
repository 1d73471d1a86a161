"""What an address of importing names, and whether one may bring anything in: 404 for anybody else's, 403 with why."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, ensure
from bookcub.importing.models import Import, ImportPart
from bookcub.importing.models.part import ImportPartQuerySet
from bookcub.importing.policies import has_room, may_import
from bookcub.people.models import User


def part_of(request: SignedInRequest, import_id: int, number: int) -> ImportPart:
    """A parsed work of one's own, decided about or not."""
    own = _own_parts(request).filter(is_refused=False)
    return get_object_or_404(
        own.select_related("of_import__pseud__user", "of_import__person", "work", "read_anew"),
        of_import=import_id,
        number=number,
    )


def part_to_read_anew(request: SignedInRequest, import_id: int, number: int) -> ImportPart:
    """A parsed work of one's own that waits, and whose files may be read as another import."""
    part = get_object_or_404(
        _own_parts(request).undecided().select_related("of_import__pseud__user"),
        of_import=import_id,
        number=number,
    )
    ensure_room(request.user)
    return part


def ensure_may_import(person: User) -> None:
    """Say so to whoever may not post."""
    ensure(
        may_import(person),
        gettext(
            "Your account cannot post at the moment, so it cannot import either. Ask a keeper why."
        ),
    )


def ensure_room(person: User) -> None:
    """Say so to whoever has too much waiting to read more."""
    ensure(
        may_import(person) and has_room(person),
        gettext("You cannot import more at the moment. Save or discard an import first."),
    )


def _own_parts(request: SignedInRequest) -> ImportPartQuerySet:
    return ImportPart.objects.filter(of_import__in=Import.objects.visible_to(request.user))
