"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from bookcub.importing.models import (
    ChapterOrigin,
    ClubImport,
    FormerClaim,
    Import,
    ImportedFile,
    ImportPart,
    WorkOrigin,
)
from bookcub.people.inventory.entries import Erasure, PersonalData, Seer, declare


def register() -> None:
    """Let the inventory know what is kept of those who bring something in, and of whom it names."""
    declare(
        "importing",
        PersonalData(
            model=Import,
            what=gettext_noop("The files you import, and what was understood of them"),
            kept=gettext_noop("a week"),
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("person", "pseud__user"),
            parts=(ImportedFile, ImportPart),
            export="imports",
            fields=("id", "title", "state", "failure", "made_at", "ended_at"),
        ),
        PersonalData(
            model=ClubImport,
            what=gettext_noop(
                "The file of a club you import; once the club is here, only which names came with it"
            ),
            kept=gettext_noop("a week; if you import it, as long as the club"),
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("person", "pseud__user"),
            export="club_imports",
            fields=("name", "made_at", "club_id"),
        ),
        PersonalData(
            model=FormerClaim,
            what=gettext_noop("That you said a former name in an imported club was yours"),
            kept=gettext_noop("until a host answers"),
            seen_by=(Seer.MEMBERS,),
            erasure=Erasure.ANONYMISED,
            erased=gettext_noop("It stays open, and nobody can confirm it."),
            paths=("by__user",),
            mentions=("former",),
            export="former_name_claims",
            fields=("former__former_name", "made_at"),
        ),
        PersonalData(
            model=WorkOrigin,
            what=gettext_noop(
                "Where an imported work comes from: its address, its authors’ names there, who imported it"
            ),
            whose=gettext_noop("the authors’ elsewhere and yours"),
            kept=gettext_noop("as long as the work"),
            seen_by=(Seer.SELF,),
            sight=gettext_noop("When you import the work again"),
            erasure=Erasure.ANONYMISED,
            erased=gettext_noop("Who imported it is forgotten."),
            paths=("imported_by",),
            parts=(ChapterOrigin,),
            export="imported_works",
            fields=(
                "work_id",
                "address",
                "format",
                "authors",
                "skin",
                "imported_at",
                "updated_at",
            ),
        ),
    )
