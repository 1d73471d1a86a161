"""A whole club, as far as one of its members may see it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bookcub.clubs.models import Club
from bookcub.core.club_file import VERSION, ClubFile
from bookcub.exporting.queries.books import Shelf
from bookcub.exporting.queries.meetings import meetings_of, predictions_of
from bookcub.exporting.queries.notes import annotations_by_work, notes_of
from bookcub.exporting.queries.people import People
from bookcub.exporting.queries.picks import picks_of, reads_of, rules_of
from bookcub.formats.annotations import Annotation
from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class Told:
    """The file, and its notes as annotations by the file's name of their work or book."""

    file: ClubFile
    annotations: dict[str, list[Annotation]]


def tell(club: Club, person: User, *, address: str, at: datetime) -> Told:
    """Everything of the club that this member may see at this moment. `address` is the archive's own."""
    people = People(club, person)
    shelf = Shelf(person, address)
    picks = tuple(picks_of(club, people, shelf))
    told = list(reads_of(club, people, shelf))
    reads = {read.pk: said.id for read, said in told}
    meetings = tuple(meetings_of(club, people, reads))
    predictions = tuple(predictions_of(club, people, reads))
    notes = tuple(notes_of(club, people, shelf))
    file = ClubFile(
        format="bookcub-club",
        version=VERSION,
        exported_at=at,
        archive=address,
        name=club.name,
        description=club.description,
        visibility=club.visibility,  # type: ignore[arg-type]  # the model's choices are the file's
        joining=club.joining,  # type: ignore[arg-type]  # as above
        time_zone=club.time_zone,
        rates_reads=club.rates_reads,
        members_invite=club.members_invite,
        created_at=club.created_at,
        rules=rules_of(club),
        people=people.written(),
        works=shelf.works,
        books=shelf.books,
        picks=picks,
        reads=tuple(said for _, said in told),
        meetings=meetings,
        predictions=predictions,
        notes=notes,
    )
    return Told(file, annotations_by_work(notes, people, shelf))
