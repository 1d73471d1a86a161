"""How far the readers of a read are, and what each of them chose to show."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from bookcub.clubs.models import Membership
from bookcub.clubs.policies import OF_TWO
from bookcub.core.database.prepared import prepared
from bookcub.people.models import User
from bookcub.people.policies import hears_of
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
    more: int  # who show where they are, besides those in the circle
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


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many belonged to a club at any moment from that on at which its rows begin."""

    came: Sequence[datetime]
    left: Sequence[datetime]

    @classmethod
    def of(cls, rows: Sequence[Membership]) -> Headcount:
        left = (max(row.joined_at, row.left_at) for row in rows if row.left_at)
        return cls(sorted(row.joined_at for row in rows), sorted(left))

    def at(self, when: datetime) -> int:
        """Who leaves at that moment is gone, who comes is there."""
        return bisect_right(self.came, when) - bisect_right(self.left, when)


@prepared
def _there_since(person: User | None, club: int, at: datetime) -> QuerySet[Membership]:
    """Who belongs to a club or did after that moment, and whether the person hears of them."""
    since = Membership.objects.filter(Q(left_at=None) | Q(left_at__gt=at))
    heard_of = hears_of(person, "user") if person else Q(pk__isnull=False)
    is_heard = ExpressionWrapper(heard_of, BooleanField())
    return since.filter(club=club).select_related("pseud").annotate(is_heard=is_heard)


def company(
    read: Read, me: Membership, book: PlannedBook, *, room_for: int | None = None
) -> Company:
    """Who reads along in a read, for one of its club's members. Three queries at most.

    Of whom they do not hear they learn nothing, not even that there is something hidden.

    Where there is `room_for` only so many of three or more, places are looked for of no others than these: of those who
    show theirs I am the first, then it goes by name. What everybody is past is not said then.
    """
    ever = _there_since(me.user, read.club_id, read.made_at)
    headcount = Headcount.of(ever)
    members = [row for row in ever if row.is_current]
    readers = {row.membership_id: row for row in Reader.objects.filter(read=read)}
    out = {pk for pk, row in readers.items() if row.sits_out}
    heard = [one for one in members if getattr(one, "is_heard", True)]
    reading = [one for one in heard if one.pk not in out]
    shows = {one.pk: chosen(one, readers.get(one.pk), read, headcount) for one in members}
    is_pair = len(members) == OF_TWO
    seen = [one for one in reading if one.pk == me.pk or shows[one.pk]]
    is_short = room_for is not None and not is_pair
    near = _first(seen, me)[:room_for] if is_short else reading
    mine = [one for one in members if one.pk == me.pk]
    places = places_in(read, book, [*near, *mine], readers)
    companions = [Companion(one.pk, one.name, places[one.pk], shows[one.pk]) for one in near]
    reader = readers.get(me.pk)
    i_show = reader.shows_progress if reader else None
    all_round = circle(
        me.pk,
        _two(companions, readers) if is_pair else companions,
        book=book,
        is_pair=is_pair,
        i_show=i_show,
        blur=blur_of(read.measure),
    )
    others_out = [one.name for one in heard if one.pk in out and one.pk != me.pk]
    return Company(
        me=me,
        reader=reader,
        measure=reader.measures(read.book) if reader and read.book else counted_in(read, book),
        place=places.get(me.pk, BookPlace()),
        circle=replace(all_round, hidden=len(reading) - len(seen), past=0)
        if is_short
        else all_round,
        more=len(seen) - len(near) if is_short else 0,
        members=members,
        sitting_out=sorted(others_out, key=str.casefold),
        is_shown=chosen(me, reader, read, headcount),
    )


def _first(seen: Sequence[Membership], me: Membership) -> list[Membership]:
    """As they stand in a line: I am the first, then it goes by name."""
    return sorted(seen, key=lambda one: (one.pk != me.pk, one.name.casefold(), one.pk))


def chosen(membership: Membership, reader: Reader | None, read: Read, headcount: Headcount) -> bool:
    """Whether a member of three or more shows their place in this read.

    What they said here holds; else what they said for all reads of the club. Who began it with one other or alone and
    has not said yes is not shown to those who came later.
    """
    if reader is not None and reader.shows_progress is not None:
        return reader.shows_progress
    if membership.hides_progress:
        return False
    # With the others it begins for each when the read does, or when they come.
    return headcount.at(max(read.made_at, membership.joined_at)) > OF_TWO


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
        one.pk: place_in(
            book, whole.get(one.user_id or 0, set()), begun.get(one.user_id or 0, set()), skipped
        )
        for one in members
    }


def place_in(book: PlannedBook, whole: set[int], begun: set[int], skipped: int) -> BookPlace:
    """To the end of the last chapter before which none is missing; what nobody wrote does not count."""
    upto = 0
    for number, part in enumerate(book.parts, start=1):
        if not part.is_there or number <= skipped:
            continue
        if part.key not in whole:
            return BookPlace(max(upto, skipped if upto else 0), is_inside=part.key in begun)
        upto = number
    return BookPlace(upto)


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
