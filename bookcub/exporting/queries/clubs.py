"""A whole club, as far as one of its members may see it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bookcub.clubs.models import Club, LeftNotes, Membership
from bookcub.exporting.queries.copier import Copier
from bookcub.exporting.queries.meetings import meetings_of, predictions_of
from bookcub.exporting.queries.notes import annotations_by_work, notes_of
from bookcub.exporting.queries.picks import picks_of, reads_of, rules_of
from bookcub.formats.annotations import Annotation
from bookcub.formats.club_file import FORMAT, VERSION, ClubFile, Person
from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class ClubExport:
    """The file, and its notes as annotations by the file's name of their work or book."""

    file: ClubFile
    annotations: dict[str, list[Annotation]]


def club_export(club: Club, person: User, *, address: str, at: datetime) -> ClubExport:
    """Everything of the club that this member may see at this moment. `address` is the archive's own."""
    copier = Copier(club, person, address)
    # Reads before what names them, and all that names works and books before those are told.
    picks, reads = tuple(picks_of(copier)), tuple(reads_of(copier))
    meetings, predictions = tuple(meetings_of(copier)), tuple(predictions_of(copier))
    notes = tuple(notes_of(copier))
    people = tuple(_person(each, copier) for each in copier.people.memberships)
    file = copier.part(
        ClubFile,
        club,
        format=FORMAT,
        version=VERSION,
        exported_at=at,
        archive=address,
        rules=rules_of(copier),
        people=people,
        works=copier.shelf.works,
        books=copier.shelf.books,
        picks=picks,
        reads=reads,
        meetings=meetings,
        predictions=predictions,
        notes=notes,
    )
    return ClubExport(file, annotations_by_work(notes, people, copier.shelf))


def _person(each: Membership, copier: Copier) -> Person:
    return copier.part(
        Person,
        each,
        id=copier.people.id_of(each.pk),
        name=each.name[:100],
        is_unnamed=each.left_notes == LeftNotes.UNNAME,
        is_me=each.user_id == copier.person.pk,
    )
