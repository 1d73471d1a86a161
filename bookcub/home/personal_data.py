"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.home.models import DemoClub, DemoPerson, DemoWork
from bookcub.people.data_inventory import Erasure, PersonalData, Seer, declare


def register() -> None:
    """Let the inventory know of the people in the demo's stories."""
    declare(
        "home",
        *(
            PersonalData(
                model=model,
                what=what,
                whose="nobody’s: they are made up",
                kept="as long as what it brought in",
                seen_by=(Seer.PROGRAM,),
                erasure=Erasure.DELETED,
                erased="It goes with what it brought in.",
                paths=paths,
            )
            for model, what, paths in (
                (DemoPerson, "Which accounts the demo brought in", ("user",)),
                (DemoWork, "Which works the demo brought in", ()),
                (DemoClub, "Which clubs the demo brought in", ()),
            )
        ),
    )
