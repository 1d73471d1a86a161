"""A whole club, as far as one of its members may see it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookcub.clubs.models import Club, LeftNotes, Membership
from bookcub.core.languages.untranslated import untranslated
from bookcub.exporting.queries.books import Shelf
from bookcub.exporting.queries.copier import Copier, own_fields
from bookcub.exporting.queries.meetings import meetings_of, predictions_of
from bookcub.exporting.queries.notes import annotations_by_work, notes_of
from bookcub.exporting.queries.picks import picks_of, reads_of, rules_of
from bookcub.formats.annotations import Annotation
from bookcub.formats.club_file import FORMAT, VERSION
from bookcub.formats.club_file.parts import ClubFile, Person
from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class ClubExport:
    """The file, and its notes as annotations by the file's name of their work or book."""

    file: ClubFile
    annotations: dict[str, list[Annotation]]


@untranslated()
def club_export(club: Club, person: User, *, address: str, at: datetime) -> ClubExport:
    """Everything of the club that this member may see at this moment. `address` is the archive's own."""
    copier = Copier(club, person, address)
    shelf = Shelf(copier)
    # In this order: reads before what names them, and all that names works and books before these are told.
    file = copier.part(
        ClubFile,
        club,
        format=FORMAT,
        version=VERSION,
        exported_at=at,
        by_share=True,
        archive=address,
        rules=rules_of(copier),
        people=copier.parts(Person, copier.memberships),
        picks=picks_of(copier),
        reads=reads_of(copier),
        meetings=meetings_of(copier),
        predictions=predictions_of(copier),
        notes=notes_of(copier),
        works=shelf.works,
        books=shelf.books,
    )
    return ClubExport(file, annotations_by_work(file))


@own_fields.register
def _(membership: Membership, copier: Copier) -> dict[str, Any]:
    return {
        "id": copier.id_of(Membership, membership.pk),
        "name": membership.name[:100],
        "is_unnamed": membership.left_notes == LeftNotes.UNNAME,
        "is_me": membership.user_id == copier.person.pk,
    }
