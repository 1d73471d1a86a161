"""What an address of the trash names: 404 for what does not lie in this person's."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from bookcub.core.http import SignedInRequest
from bookcub.people.models import Discardable
from bookcub.people.trash import TRASH, TrashKind


def kind_named(name: str) -> TrashKind[Any]:
    if name not in TRASH.names():
        raise Http404
    return TRASH[name]


def thing_in_trash(request: SignedInRequest, name: str, pk: int) -> Discardable:
    kind = kind_named(name)
    own = kind.of_person(request.user).values("pk")
    thing: Discardable = get_object_or_404(
        kind.rows().filter(pk__in=own).select_related(kind.by), pk=pk
    )
    return thing
