"""What stays of a read: how it was chosen, its pace, passages, minutes, predictions, and what each says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, Prefetch, Q, Value
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from bookcub.clubs.models import Membership
from bookcub.meetings.models import Meeting, MeetingStage, Minutes, left_here
from bookcub.memory.models import KeptNote, Prediction, PredictionOutcome, Verdict
from bookcub.memory.queries.pace import PacePicture, pace_of
from bookcub.memory.queries.passages_talked_of import TalkedOf, talked_of
from bookcub.memory.queries.predictions import CAME_OUT
from bookcub.people.policies import hears_of
from bookcub.picks.models import Nomination, Pick
from bookcub.picks.queries.decided import how_decided
from bookcub.reads.models import Read, Reader, has_reached
from bookcub.reads.queries.books import book_of
from bookcub.reads.queries.measures import measure_of, passed_words

if TYPE_CHECKING:
    from bookcub.people.models import User


def star_words(number: int) -> str:
    """Say "1 star", "4 stars"."""
    return ngettext("%(number)d star", "%(number)d stars", number) % {"number": number}


@dataclass(frozen=True, slots=True)
class Summary:
    """The minutes of one meeting, as far as they are open to whoever looks."""

    meeting: Meeting
    html: SafeString


@dataclass(frozen=True, slots=True)
class Guess:
    """A prediction that is open for whoever looks, and what members said of how it came out."""

    prediction: Prediction
    who: str
    outcomes: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class ReadRating:
    """What one member says of the read as a whole."""

    who: str
    stars: int | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Ratings:
    """All that may be seen; the average is of those with stars."""

    rows: Sequence[ReadRating]
    own: Reader | None
    asks: bool  # the club wants them
    waits: bool  # others have said something that this member will see at the end

    @property
    def stars(self) -> list[int]:
        return [row.stars for row in self.rows if row.stars]

    @property
    def average(self) -> float | None:
        return sum(self.stars) / len(self.stars) if len(self.stars) > 1 else None

    @property
    def bars(self) -> list[tuple[str, int]]:
        """How many gave how many stars, the most first."""
        return [(star_words(number), self.stars.count(number)) for number in range(5, 0, -1)]


@dataclass(frozen=True, slots=True)
class ShownKeptNote:
    """A note that found no passage here, and where it was: "chapter 4", "page 212"."""

    note: KeptNote
    place: str


@dataclass(frozen=True, slots=True)
class Memory:
    """The page of a read afterwards, for one member."""

    read: Read
    me: Membership | None
    pick: Pick | None  # by which it was chosen
    how: str  # that was decided, in a sentence
    chosen: Nomination | None  # with who brought it and why, if this member hears of them
    pace: PacePicture | None
    passages: Sequence[TalkedOf]
    minutes: Sequence[Summary]
    guesses: Sequence[Guess]
    ratings: Ratings
    kept: Sequence[ShownKeptNote]

    @property
    def is_empty(self) -> bool:
        return not (self.passages or self.minutes or self.guesses or self.ratings.rows or self.kept)


def memory_of(read: Read, person: User) -> Memory:
    """Everything of the read that this member may see now. At most 20 queries."""
    pick = Pick.objects.standing().filter(read=read).select_related("turn_of__pseud").first()
    return Memory(
        read=read,
        me=Membership.objects.filter(club=read.club_id, user=person)
        .select_related("pseud")
        .first(),
        pick=pick,
        how=how_decided(pick, reader=person) if pick else "",
        chosen=_chosen(pick, person),
        pace=pace_of(read, person),
        passages=talked_of(read, person),
        minutes=_minutes(read, person),
        guesses=_guesses(read, person),
        ratings=_ratings(read, person),
        kept=_kept(read, person),
    )


def _kept(read: Read, person: User) -> list[ShownKeptNote]:
    kept = KeptNote.objects.visible_to(person).filter(read=read)
    rows = list(kept.select_related("membership__pseud", "parent"))
    measure = measure_of(read, person) if rows else read.measure
    return [
        ShownKeptNote(each, passed_words(measure, measure.number(each.upto)) if each.upto else "")
        for each in rows
    ]


def _chosen(pick: Pick | None, person: User) -> Nomination | None:
    """The suggestion that won, with who brought it and why."""
    if pick is None or pick.winner_id is None:
        return None
    heard = Nomination.objects.filter(hears_of(person, "membership__user"), pk=pick.winner_id)
    return heard.select_related("membership__pseud").first()


def _minutes(read: Read, person: User) -> list[Summary]:
    rows = Minutes.objects.visible_to(person).filter(meeting__read=read, published_at__isnull=False)
    rows = rows.exclude(html="").select_related("meeting")
    # Sanitised when it was written.
    found = [Summary(each.meeting, mark_safe(each.html)) for each in rows]  # noqa: S308
    return sorted(
        found, key=lambda one: (one.meeting.held_at or one.meeting.made_at, one.meeting.pk)
    )


def _guesses(read: Read, person: User) -> list[Guess]:
    rows = Prediction.objects.open_to(person).filter(read=read)
    found = []
    verdicts = Prefetch("verdicts", Verdict.objects.heard_by(person))
    for each in rows.select_related("membership__pseud").prefetch_related(verdicts):
        given = [verdict.outcome for verdict in each.verdicts.all()]
        outcomes = [
            (str(CAME_OUT[outcome]), given.count(outcome))
            for outcome in PredictionOutcome
            if outcome in given
        ]
        found.append(Guess(each, each.membership.name, outcomes))
    return found


def end_of(read: Read) -> int:
    """The place at the end of a read: what has been written, met about or planned, whichever is last."""
    met = (
        Meeting.objects.standing()
        .filter(read=read, stage=MeetingStage.HELD)
        .aggregate(at=Max("upto"))["at"]
    )
    return max(book_of(read).last_there, met or 0)


def _ratings(read: Read, person: User) -> Ratings:
    """One's own; those of others once one has reached the end: a verdict tells how it comes out."""
    given = Reader.objects.filter(left_here(person), read=read, rated_at__isnull=False)
    at_end = given.annotate(end=Value(end_of(read)))
    seen = at_end.filter(Q(membership__user=person) | has_reached(person, upto="end"))
    rows = list(seen.select_related("membership__pseud").order_by("rated_at", "pk"))
    own = Reader.objects.filter(read=read, membership__user=person).first()
    return Ratings(
        rows=[ReadRating(each.membership.name, each.stars, each.verdict) for each in rows],
        own=own,
        asks=read.club.rates_reads,
        waits=given.count() > len(rows),
    )
