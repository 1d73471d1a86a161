"""What a club said and did on this day in earlier years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext, ngettext, pgettext

from bookcub.clubs.models import Club, Membership
from bookcub.comments.models import Comment
from bookcub.core.page_urls import reverse
from bookcub.core.zones import zone_named
from bookcub.meetings.models import Line, LineKind
from bookcub.memory.queries.hits import Hit, hit_of_comment, hit_of_line, seen_comments
from bookcub.picks.models import Pick, Stage
from bookcub.reads.models import Read
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.measures import Measures
from bookcub.web.components.languages import said, titled

if TYPE_CHECKING:
    from bookcub.people.models import User

SMALL = 6  # members; a small club says less, so a few days around count too
GRACE = timedelta(days=3)
MOST = 8  # things of one year
YEARS = 30


@dataclass(frozen=True, slots=True)
class PastEvent:
    """Something the club did."""

    words: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Together:
    """Things said in one place: the lines of a meeting, or one note."""

    hits: Sequence[Hit]

    @property
    def is_meeting(self) -> bool:
        return bool(self.hits[0].meeting_id)


@dataclass(frozen=True, slots=True)
class Year:
    """One earlier year's day, or the few days around it."""

    year: int
    ago: int
    events: Sequence[PastEvent]
    hits: Sequence[Hit]

    @property
    def together(self) -> list[Together]:
        """The same, the lines of a meeting under it."""
        found: dict[int, list[Hit]] = {}
        for place, hit in enumerate(self.hits):
            found.setdefault(hit.meeting_id or -place - 1, []).append(hit)
        return [Together(hits) for hits in found.values()]

    @property
    def in_words(self) -> str:
        if self.ago == 1:
            return gettext("A year ago")
        words = ngettext("%(number)d year ago", "%(number)d years ago", self.ago)
        return words % {"number": self.ago}


@dataclass(frozen=True, slots=True)
class YearAgo:
    """The page of a club's earlier years, for one member."""

    club: Club
    today: date
    is_around: bool  # a few days before and after count too
    years: Sequence[Year]


def year_ago(club: Club, person: User) -> YearAgo:
    """What was said and done on this day in earlier years, as far as one may see it. Nine queries at most."""
    today = today_of(club)
    is_small = Membership.objects.current().filter(club=club).count() <= SMALL
    spans = dict(_spans(club, today, GRACE if is_small else timedelta()))
    if not spans:
        return YearAgo(club, today, is_small, [])
    hits = _hits(club, person, spans)
    events = _events(club, person, spans)
    years = [
        Year(year, today.year - year, events.get(year, []), hits.get(year, [])[:MOST])
        for year in sorted(spans, reverse=True)
        if events.get(year) or hits.get(year)
    ]
    return YearAgo(club, today, is_small, years)


def _spans(
    club: Club, today: date, grace: timedelta
) -> Iterator[tuple[int, tuple[datetime, datetime]]]:
    """The hours that count in each earlier year of the club, where it meets."""
    zone = zone_named(club.time_zone)
    founded = _beginning(club, zone)
    for year in range(max(founded.year, today.year - YEARS), today.year):
        day = _same_day(today, year)
        begins = datetime.combine(day - grace, time(), zone)
        ends = datetime.combine(day + grace + timedelta(days=1), time(), zone)
        yield year, (begins, ends)


def _beginning(club: Club, zone: ZoneInfo) -> date:
    """The club's first day; one that came from elsewhere remembers what was before."""
    reads = Read.objects.standing().filter(club=club)
    oldest = reads.order_by("made_at").values_list("made_at", flat=True)
    first = min(oldest.first() or club.created_at, club.created_at)
    return first.astimezone(zone).date()


def _same_day(today: date, year: int) -> date:
    """The same day of another year; of 29 February the day before."""
    try:
        return today.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _within(spans: dict[int, tuple[datetime, datetime]], name: str) -> Q:
    found = Q(pk__in=[])
    for begins, ends in spans.values():
        found |= Q(**{f"{name}__gte": begins, f"{name}__lt": ends})
    return found


def _year_of(spans: dict[int, tuple[datetime, datetime]], at: datetime) -> int | None:
    return next((year for year, (begins, ends) in spans.items() if begins <= at < ends), None)


def _hits(
    club: Club, person: User, spans: dict[int, tuple[datetime, datetime]]
) -> dict[int, list[Hit]]:
    """Notes and lines of those days, oldest first: what began a thread, not each answer."""
    comments = Comment.objects.visible_to(person).spoken().filter(club=club, parent=None)
    picked = comments.filter(_within(spans, "written_at")).order_by("written_at")
    pks = list(picked.values_list("pk", flat=True)[: MOST * len(spans)])
    lines = Line.objects.visible_to(person).filter(
        _within(spans, "at"), meeting__club=club, kind=LineKind.SAID
    )
    lines = lines.select_related("membership__pseud", "meeting__club", "meeting__read")
    measures = Measures(person)
    hits = [hit_of_comment(each, measures=measures) for each in seen_comments(person, pks)]
    hits += [hit_of_line(each) for each in lines.order_by("at")[: MOST * len(spans)]]
    found: dict[int, list[Hit]] = {}
    for hit in sorted(hits, key=lambda one: one.at):
        year = _year_of(spans, hit.at)
        if year is not None:
            found.setdefault(year, []).append(hit)
    return found


def _events(
    club: Club, person: User, spans: dict[int, tuple[datetime, datetime]]
) -> dict[int, list[PastEvent]]:
    """What the club picked and finished on those days."""
    picks = Pick.objects.visible_to(person).filter(club=club, stage=Stage.PICKED)
    picked = picks.filter(_within(spans, "closed_at")).select_related("winner")
    reads = Read.objects.visible_to(person).filter(_within(spans, "finished_at"), club=club)
    events = [
        PastEvent(
            said(pgettext("plural you", "You chose “%(title)s”."), title=titled(each.winner)),
            each.get_absolute_url(),
            each.closed_at,
        )
        for each in picked
        if each.winner and each.closed_at
    ]
    events += [
        PastEvent(
            said(pgettext("plural you", "You finished “%(title)s”."), title=titled(each)),
            reverse("memory:memory_detail", args=[each.club_id, each.pk]),
            each.finished_at,
        )
        for each in reads
        if each.finished_at
    ]
    found: dict[int, list[PastEvent]] = {}
    for event in sorted(events, key=lambda one: one.at):
        year = _year_of(spans, event.at)
        if year is not None:
            found.setdefault(year, []).append(event)
    return found
