"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.clubs.personal_data import AS_A_FORMER_MEMBER, MEMBERS, WITH_THE_CLUB, of_member
from bookcub.people.inventory.entries import Erasure, PersonalData, Seer, declare
from bookcub.picks.models import Ballot, Nomination, Pick, PickRules, Second, TurnPassed


def register() -> None:
    """Let the inventory know what is kept of those who choose."""
    declare(
        "picks",
        PersonalData(
            model=Pick,
            what="How a club chose its next read: who opened it, whose turn it was, its rules and its count",
            whose="the club’s",
            kept=WITH_THE_CLUB,
            seen_by=MEMBERS,
            erasure=Erasure.ANONYMISED,
            erased=AS_A_FORMER_MEMBER,
            paths=("opened_by__user",),
            mentions=("turn_of", "discarded_by"),
            parts=(PickRules,),
            export="picks_opened",
            fields=("club__name", "number", "word", "opened_at"),
        ),
        of_member(
            TurnPassed,
            "That you passed your turn to choose",
            export="turns_passed",
            fields=("pick__club__name", "pick__number", "at"),
        ),
        of_member(
            Nomination,
            "What you suggested to read, and why",
            export="nominations",
            fields=("pick__club__name", "title", "byline", "why", "made_at", "withdrawn_at"),
        ),
        of_member(
            Second,
            "Which suggestions of others you supported",
            export="seconds",
            fields=("nomination__pick__club__name", "nomination__title", "at"),
        ),
        of_member(
            Ballot,
            "How you voted",
            seen_by=(Seer.SELF,),
            mentions=("said_by",),
            export="ballots",
            fields=("pick__club__name", "pick__number", "ranking", "cast_at", "changed_at"),
        ),
    )
