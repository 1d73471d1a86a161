"""What the file of a club holds, before it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from bookcub.formats.club_file.parts import ClubFile, WorkOfClub
from bookcub.importing.models import ClubImport
from bookcub.importing.queries.club_works import works_here
from bookcub.people.models import User
from bookcub.works.models import Work


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One work of the file, and the one it is here."""

    described: WorkOfClub
    work: Work | None
    notes: int


@dataclass(frozen=True, slots=True)
class ClubPreview:
    """What would come in."""

    imported: ClubImport
    file: ClubFile
    works: Sequence[WorkRow]
    people: Sequence[tuple[str, str]]
    me: str
    counts: Sequence[tuple[str, int]]

    @property
    def missing(self) -> int:
        return sum(row.work is None for row in self.works)


def preview_of(imported: ClubImport, person: User, *, address: str) -> ClubPreview:
    """The file's content in numbers, and its works as far as they are here."""
    file = imported.file
    here = works_here(file, person, address=address)
    notes = Counter(note.work for note in file.notes)
    return ClubPreview(
        imported=imported,
        file=file,
        works=[
            WorkRow(each, here[each.id].work if each.id in here else None, notes[each.id])
            for each in file.works
        ],
        people=[(each.id, each.name) for each in file.people if not each.is_unnamed],
        me=next((each.id for each in file.people if each.is_me), ""),
        counts=[
            (pgettext("in a club", "People"), len(file.people)),
            (gettext("Picks"), len(file.picks)),
            (gettext("Reads"), len(file.reads)),
            (gettext("Meetings"), len(file.meetings)),
            (gettext("Lines said in meetings"), sum(len(each.lines) for each in file.meetings)),
            (gettext("Predictions"), len(file.predictions)),
            (gettext("Notes and answers"), len(file.notes)),
        ],
    )
