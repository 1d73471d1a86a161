"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.clubs.personal_data import AS_A_FORMER_MEMBER, MEMBERS, WITH_THE_CLUB, of_member
from bookcub.people.inventory.entries import Erasure, PersonalData, declare
from bookcub.reads.models import Milestone, OutsideBook, PlanChange, Read, Reader


def register() -> None:
    """Let the inventory know what is kept of those who read together."""
    declare(
        "reads",
        PersonalData(
            model=OutsideBook,
            what="Books from elsewhere that a club suggests or reads: title, author, address",
            whose="the club’s",
            kept=WITH_THE_CLUB,
            seen_by=MEMBERS,
            erasure=Erasure.KEPT,
            erased="It does not say who named it.",
        ),
        PersonalData(
            model=Read,
            what="What a club reads and has read, its plan, and who suggested it",
            whose="the club’s",
            kept=WITH_THE_CLUB,
            seen_by=MEMBERS,
            erasure=Erasure.ANONYMISED,
            erased=AS_A_FORMER_MEMBER,
            paths=("brought_by__user",),
            mentions=("discarded_by",),
            parts=(Milestone,),
            export="reads_brought",
            fields=("club__name", "title", "byline", "made_at", "starts_on", "finished_at"),
        ),
        PersonalData(
            model=PlanChange,
            what="Who changed a plan, when and why",
            whose="the club’s",
            kept=WITH_THE_CLUB,
            seen_by=MEMBERS,
            erasure=Erasure.ANONYMISED,
            erased=AS_A_FORMER_MEMBER,
            paths=("by__user",),
            export="plan_changes",
            fields=("read__title", "facts", "why", "moved", "at"),
        ),
        of_member(
            Reader,
            "How you take part in a read: how far you are, whether you show it, your stars and your verdict",
            export="reads",
            fields=(
                "read__title",
                "sits_out",
                "shows_progress",
                "at",
                "edition",
                "edition_length",
                "typed_after",
                "typed_upto",
                "typed_at",
                "shows_all",
                "stars",
                "verdict",
                "rated_at",
            ),
        ),
    )
