"""Books that a club talks about, and the places in them that somebody can talk of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookcub.people.models import User
from bookcub.reads.models import Read
from bookcub.reads.planning import BookMeasure
from bookcub.reads.queries.measures import Measures, measure_of
from bookcub.reads.queries.place_wording import place_name
from bookcub.reads.queries.places import place_of
from bookcub.works.models import Work

BESIDE = "beside"  # instead of a place: of none of the books


@dataclass(frozen=True, slots=True)
class BookTalkedOf:
    """One of a club's reads: what there is of it, and how far somebody is."""

    read: Read
    places: Sequence[int]  # `upto`, without 0, in order
    measure: BookMeasure  # of whoever talks
    mine: int = 0

    @property
    def last(self) -> int:
        return self.places[-1] if self.places else 0

    @property
    def mine_read(self) -> int:
        """The place at the end of the last page that whoever talks has read; 0 before there is one."""
        return self.measure.upto(self.measure.read(self.mine))

    @property
    def typed_place(self) -> str:
        """The same as a form has it."""
        return self.measure.as_typed(self.measure.read(self.mine))

    @property
    def named_places(self) -> Sequence[tuple[int, str]]:
        """In words, with the titles of chapters that are known."""
        return [(upto, place_name(self.read, upto, self.measure)) for upto in self.places]


def said_of(read_id: int, typed: str, counted_in: str) -> str:
    """A book and a place in it in one value of a form, with what the page counted in."""
    return f"{read_id} {typed} {counted_in}".strip()


def outside_book(person: User, read: Read) -> BookTalkedOf:
    """An outside book with the place of whoever talks. Two queries at most."""
    measure = measure_of(read, person)
    return BookTalkedOf(read, _places(read), measure, place_of(person, read))


def books_to_talk_of(person: User, club_id: int) -> list[BookTalkedOf]:
    """What a club reads now, as far as the person may open it. Four queries, and one for each work."""
    reads = Read.objects.going_on().filter(club=club_id).select_related("work", "book", "club")
    rows = list(reads)
    ids = [read.work_id for read in rows if read.work_id]
    open_now = set(Work.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))
    books, measures = [], Measures(person)
    for read in rows:
        if read.work_id is None and read.book is not None:
            books.append(BookTalkedOf(read, _places(read), measures.of(read)))
        elif read.work is not None and read.work_id in open_now:
            posted = read.work.posted_chapters().order_by("position")
            places = list(posted.values_list("position", flat=True))
            books.append(BookTalkedOf(read, places, measures.of(read)))
    return books


def _places(read: Read) -> range:
    return range(1, read.book.end + 1) if read.book else range(0)
