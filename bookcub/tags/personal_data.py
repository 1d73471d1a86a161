"""What this package keeps that looks like somebody's: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.people.inventory.entries import Erasure, PersonalData, Seer, declare
from bookcub.tags.models import Tag


def register() -> None:
    """Let the inventory know of tags, whose names may be those of people."""
    declare(
        "tags",
        PersonalData(
            model=Tag,
            what="Tags: fandoms, characters and all the others",
            whose="nobody’s",
            kept="always",
            seen_by=(Seer.EVERYBODY,),
            erasure=Erasure.KEPT,
            erased="A tag does not say who typed it first.",
        ),
    )
