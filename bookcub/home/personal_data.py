"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.home.models import DemoClub, DemoPerson, DemoWork
from bookcub.people.inventory.entries import Erasure, PersonalData, Seer, declare


def register() -> None:
    """Let the inventory know of the people in the demo's stories."""
    declare(
        "home",
        *(
            PersonalData(
                model=model,
                what=what,
                whose="nobody’s: they are made up",
                kept="as long as it is here",
                seen_by=(Seer.PROGRAM,),
                erasure=Erasure.DELETED,
                erased="It goes with the account, work or club.",
                paths=paths,
            )
            for model, what, paths in (
                (DemoPerson, "Which accounts came with the demo", ("user",)),
                (DemoWork, "Which works came with the demo", ()),
                (DemoClub, "Which clubs came with the demo", ()),
            )
        ),
    )
