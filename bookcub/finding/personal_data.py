"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.finding.models import SavedSearch
from bookcub.people.inventory.entries import Erasure, PersonalData, Seer, declare


def register() -> None:
    """Let the inventory know what is kept of readers who search."""
    declare(
        "finding",
        PersonalData(
            model=SavedSearch,
            what="Searches you saved: their names, which list and which conditions",
            kept="until you delete them",
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("user",),
            export="saved_searches",
            fields=("name", "path", "query", "is_default", "saved_at"),
        ),
    )
