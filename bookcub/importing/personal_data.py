"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.importing.models import (
    ChapterOrigin,
    ClubImport,
    FormerClaim,
    Import,
    ImportedFile,
    ImportPart,
    WorkOrigin,
)
from bookcub.people.data_inventory import Erasure, PersonalData, Seer, declare


def register() -> None:
    """Let the inventory know what is kept of those who bring something in, and of whom it names."""
    declare(
        "importing",
        PersonalData(
            model=Import,
            what="The files you bring in, and what was understood of them",
            kept="a week",
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("person", "pseud__user"),
            parts=(ImportedFile, ImportPart),
            export="imports",
            fields=("id", "title", "state", "failure", "made_at", "ended_at"),
        ),
        PersonalData(
            model=ClubImport,
            what="The file of a club that you bring in; once it is kept, only which names came with it",
            kept="a week if it is not kept, else as long as the club",
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("person",),
            export="club_imports",
            fields=("name", "made_at", "club_id"),
        ),
        PersonalData(
            model=FormerClaim,
            what="That you said a name which came with a club is yours",
            kept="until a host answers",
            seen_by=(Seer.MEMBERS,),
            erasure=Erasure.ANONYMISED,
            erased="It stays open, and nobody can say yes to it any more.",
            paths=("by__user",),
            mentions=("former",),
            export="former_name_claims",
            fields=("former__former_name", "made_at"),
        ),
        PersonalData(
            model=WorkOrigin,
            what="Where an imported work comes from: its address, its authors’ names there, who brought it in",
            whose="the authors’ elsewhere and yours",
            kept="as long as the work",
            seen_by=(Seer.SELF,),
            sight="When you bring the work in again",
            erasure=Erasure.ANONYMISED,
            erased="Who brought it in is forgotten.",
            paths=("imported_by",),
            parts=(ChapterOrigin,),
            export="imported_works",
            fields=("work_id", "address", "format", "authors", "imported_at", "updated_at"),
        ),
    )
