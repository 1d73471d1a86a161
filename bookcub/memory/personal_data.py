"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.clubs.personal_data import AS_A_FORMER_MEMBER, MEMBERS, of_member
from bookcub.memory.models import KeptNote, Prediction, RecallEntry, RecallPosting, Verdict
from bookcub.people.inventory.entries import Erasure, PersonalData, declare


def register() -> None:
    """Let the inventory know what is kept of what was said and guessed."""
    declare(
        "memory",
        of_member(
            Prediction,
            "Your predictions; each is sealed for the others until they have read that far",
            export="predictions",
            fields=("read__title", "text", "upto", "made_at"),
        ),
        of_member(
            Verdict,
            "How you said a prediction came out",
            export="verdicts",
            fields=("prediction__text", "outcome", "at"),
        ),
        of_member(
            KeptNote,
            "Your notes on a work that was deleted since",
            export="kept_notes",
            fields=(
                "read__title",
                "chapter_title",
                "html",
                "language",
                "passage",
                "written_at",
                "edited_at",
            ),
        ),
        PersonalData(
            model=RecallEntry,
            what="The index for searching what was said in a club, and who said it",
            whose="the club’s",
            kept="as long as what was said",
            seen_by=MEMBERS,
            erasure=Erasure.ANONYMISED,
            erased=AS_A_FORMER_MEMBER,
            paths=("said_by__user",),
            parts=(RecallPosting,),
        ),
    )
