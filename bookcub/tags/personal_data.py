"""What this package keeps that looks like somebody's: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.people.inventory.entries import Erasure, PersonalData, Seer, declare
from bookcub.tags.models import Tag, TagChange


def register() -> None:
    """Let the inventory know of tags, whose names may be those of people, and of who put them in order."""
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
        PersonalData(
            model=TagChange,
            what="What you decided about tags at the wrangling desk, and when",
            whose="the archive’s",
            kept="always",
            seen_by=(Seer.SELF, Seer.KEEPERS),
            sight="Wranglers see it as well",
            erasure=Erasure.ANONYMISED,
            paths=("by",),
            mentions=("undone_by",),
            export="tag_changes",
            fields=("kind", "told", "made_at", "undone_at"),
        ),
    )
