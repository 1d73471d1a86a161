"""How far the readers of a read are, and what each of them chose to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookcub.clubs.models import Membership
from bookcub.clubs.policies import OF_TWO
from bookcub.reading.models import ChapterProgress
from bookcub.reads.models import Read, Reader
from bookcub.reads.planning import BookMeasure, MeasureKind, PlannedBook
from bookcub.reads.queries.measures import counted_in
from bookcub.reads.queries.privacy import BookPlace, Circle, Companion, blur_of, circle


@dataclass(frozen=True, slots=True)
class Company:
    """Who reads along, as one of them may know it."""

    me: Membership
    reader: Reader | None  # my own row, once there is one
    measure: BookMeasure  # how I count
    place: BookPlace  # my own
    circle: Circle
    members: Sequence[Membership]
    sitting_out: Sequence[str]  # the names of the others who said so
    is_shown: bool  # whether the others of three or more see where I am

    @property
    def sits_out(self) -> bool:
        return self.reader is not None and self.reader.sits_out

    @property
    def is_pair(self) -> bool:
        return len(self.members) == OF_TWO

    @property
    def shows(self) -> bool | None:
        """What I chose to show in this read; None where I was never asked."""
        return self.reader.shows_progress if self.reader else None

    @property
    def others(self) -> list[Membership]:
        return [one for one in self.members if one.pk != self.me.pk]

    @property
    def typed_place(self) -> str:
        """My place as I would type it."""
        return self.measure.as_typed(self.measure.read(self.place.upto))

    @property
    def typed_length(self) -> str:
        """How long my edition is, as I would type it."""
        return self.measure.as_typed(self.measure.length)

    @property
    def inputmode(self) -> str:
        """Of the keyboard that comes up: one for numbers has no colon."""
        return "text" if self.measure.kind is MeasureKind.MINUTES else "numeric"

    def next_chapter(self, book: PlannedBook) -> int | None:
        """The next chapter to tick in an outside book of chapters."""
        at = self.place.upto
        return None if self.measure.is_by_share or at >= book.total else at + 1


def company(read: Read, me: Membership, book: PlannedBook) -> Company:
    """Who reads along in a read, for one of its club's members. Three queries at most."""
    ever = list(Membership.objects.filter(club=read.club_id).select_related("pseud"))
    members = [row for row in ever if row.is_current]
    readers = {row.membership_id: row for row in Reader.objects.filter(read=read)}
    places = places_in(read, book, members, readers)
    reading = [one for one in members if not (one.pk in readers and readers[one.pk].sits_out)]
    companions = [
        Companion(
            one.pk,
            one.name,
            places[one.pk],
            chosen(one, readers.get(one.pk), among=_among(read, one, ever)),
        )
        for one in reading
    ]
    is_pair = len(members) == OF_TWO
    reader = readers.get(me.pk)
    i_show = reader.shows_progress if reader else None
    out = [one for one in members if one not in reading and one.pk != me.pk]
    return Company(
        me=me,
        reader=reader,
        measure=reader.measures(read.book) if reader and read.book else counted_in(read, book),
        place=places.get(me.pk, BookPlace()),
        circle=circle(
            me.pk,
            _two(companions, readers) if is_pair else companions,
            book=book,
            is_pair=is_pair,
            i_show=i_show,
            blur=blur_of(read.measure),
        ),
        members=members,
        sitting_out=sorted((one.name for one in out), key=str.casefold),
        is_shown=chosen(me, reader, among=_among(read, me, ever)),
    )


def chosen(membership: Membership, reader: Reader | None, *, among: int) -> bool:
    """Whether a member of three or more shows their place in this read.

    What they said here holds; else what they said for all reads of the club. Who began it `among` two or alone and
    has not said yes is not shown to those who came later.
    """
    if reader is not None and reader.shows_progress is not None:
        return reader.shows_progress
    return not membership.hides_progress and among > OF_TWO


def places_in(
    read: Read, book: PlannedBook, members: Sequence[Membership], readers: dict[int, Reader]
) -> dict[int, BookPlace]:
    """How far each member is, by membership. One query for a work, none for an outside book."""
    if read.work_id is None:
        return {
            one.pk: BookPlace(min(readers[one.pk].at, book.total) if one.pk in readers else 0)
            for one in members
        }
    rows = ChapterProgress.objects.filter(
        chapter__work=read.work_id, user__in=[one.user_id for one in members]
    ).values_list("user_id", "chapter_id", "read_whole_at")
    whole: dict[int, set[int]] = {}
    begun: dict[int, set[int]] = {}
    for user_id, chapter_id, read_whole_at in rows:
        kind = whole if read_whole_at else begun
        kind.setdefault(user_id, set()).add(chapter_id)
    skipped = int(read.seen.get("after", 0))
    return {
        one.pk: _place_in(
            book, whole.get(one.user_id or 0, set()), begun.get(one.user_id or 0, set()), skipped
        )
        for one in members
    }


def _place_in(book: PlannedBook, whole: set[int], begun: set[int], skipped: int) -> BookPlace:
    """To the end of the last chapter before which none is missing; what nobody wrote does not count."""
    upto = 0
    for number, part in enumerate(book.parts, start=1):
        if not part.is_there or number <= skipped:
            continue
        if part.key not in whole:
            return BookPlace(max(upto, skipped if upto else 0), is_inside=part.key in begun)
        upto = number
    return BookPlace(upto)


def _among(read: Read, membership: Membership, ever: Sequence[Membership]) -> int:
    """How many belonged when a member began a read with the others: at its beginning, or when they came."""
    when = max(read.made_at, membership.joined_at)
    return sum(
        row.joined_at <= when and (row.left_at is None or row.left_at > when) for row in ever
    )


def _two(companions: Sequence[Companion], readers: dict[int, Reader]) -> list[Companion]:
    """Between two only what was said counts."""
    return [
        Companion(
            one.membership,
            one.name,
            one.place,
            readers[one.membership].shows_progress if one.membership in readers else None,
        )
        for one in companions
    ]
