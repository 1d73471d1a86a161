"""What all parts of a club that comes in need: the club, its people, works and books by the file's names."""

from __future__ import annotations

from dataclasses import dataclass, field

from bookcub.clubs.models import Club, Membership
from bookcub.core.club_file import ClubFile
from bookcub.core.text import clean_comment
from bookcub.importing.queries.club_works import Here
from bookcub.people.models import Pseud
from bookcub.picks.models import Nomination, Pick
from bookcub.reads.models import OutsideBook, Read
from bookcub.works.models import Work


@dataclass(slots=True)
class Frame:
    """A club on its way in. `me` is the file's name of whoever brings it in; empty if they are none of them."""

    file: ClubFile
    club: Club
    pseud: Pseud
    me: str
    here: dict[str, Here]
    people: dict[str, Membership] = field(default_factory=dict)
    books: dict[str, OutsideBook] = field(default_factory=dict)
    picks: dict[str, Pick] = field(default_factory=dict)
    nominations: dict[tuple[str, int], Nomination] = field(default_factory=dict)
    reads: dict[str, Read] = field(default_factory=dict)

    def who(self, name: str) -> Membership | None:
        return self.people.get(name)

    def work(self, name: str) -> Work | None:
        return self.here[name].work if name in self.here else None

    def book(self, name: str, work: str) -> OutsideBook | None:
        """The book of a name; of a work that is not here the book that stands for it."""
        return self.books.get(name) or (self.books.get(work) if work not in self.here else None)


def said(html: str) -> str:
    """What somebody said, harmless."""
    return clean_comment(html)
