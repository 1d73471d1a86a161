"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.notifications.models import LetterRefusal, Notice
from bookcub.people.inventory.entries import Erasure, PersonalData, Seer, declare


def register() -> None:
    """Let the inventory know of inboxes and of letters refused."""
    declare(
        "notifications",
        PersonalData(
            model=Notice,
            what="The lines in your inbox",
            kept="until what they tell of is gone",
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("user",),
            mentions=("by",),
            export="notices",
            fields=("kind", "made_at", "read_at"),
        ),
        PersonalData(
            model=LetterRefusal,
            what="That an address wants no more letters; only as a hash that cannot be read back",
            whose="a guest’s",
            kept="always, or the letters would begin again",
            seen_by=(Seer.PROGRAM,),
            erasure=Erasure.KEPT,
            erased="It names nobody.",
        ),
    )
