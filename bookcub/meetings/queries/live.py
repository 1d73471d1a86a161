"""What streams tell of rooms, and whom. Small queries: they are asked several times a second."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.template.loader import render_to_string

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.core.database.prepared import prepared
from bookcub.meetings.models import SILENCE, Line, LineKind, Meeting, Presence, ShowOfHands
from bookcub.meetings.queries.lines import is_silent, rows_of, shows_of, with_everything
from bookcub.meetings.queries.topics import agenda_state
from bookcub.people.models import User
from bookcub.people.policies import hears_of


def pulses(meetings: Collection[int]) -> dict[int, tuple[int, int]]:
    """For each room the number of its newest line, and of what else has changed. One query."""
    rows = Meeting.objects.filter(pk__in=meetings).values_list("pk", "lines_said", "changes")
    return {meeting: (lines, changes) for meeting, lines, changes in rows}


def lines_after(meeting: int, after: int, limit: int, *, ears: int = 0) -> list[tuple[int, str]]:
    """Numbers and JSON of a room's next lines. Silent ones keep their number and say nothing, not even what they were.

    With the `ears` of one person also those of whom they do not hear; see `who_hear_not_all`.
    """
    told = {"meeting": meeting, "meeting__minutes__discarded_at": None, "number__gt": after}
    found = list(with_everything(Line.objects.filter(**told))[:limit])
    heard = {line.pk for line in found if not is_silent(line)}
    if ears:
        heard = set(Line.objects.heard_by(User(pk=ears)).in_bulk(heard))
    rows = {row.number: row for row in rows_of(line for line in found if line.pk in heard)}
    lines = []
    for line in found:
        row = rows.get(line.number)
        fields: dict[str, object] = {"by": None, "kind": LineKind.SAID, "html": ""}
        if row:
            html = render_to_string("meetings/_line.html", {"line": row})
            fields = {"by": row.by, "kind": line.kind, "html": html}
        lines.append((line.number, json.dumps(fields)))
    return lines


def state_of(meeting: int, *, ears: int = 0) -> str:
    """What all in a room see alike, besides its lines, as JSON; with the `ears` of one person what they hear of it."""
    there = Meeting.objects.get(pk=meeting)
    person = User(pk=ears) if ears else None
    show = open_show_in(there, person)
    shown = shows_of([show])[show.pk] if show else None
    gone = there.lines.filter(taken_back_at__isnull=False)
    if person is not None:
        # To whoever does not hear a line it looks taken back.
        gone |= there.lines.exclude(pk__in=there.lines.heard_by(person))
    here = people_in(there, person)
    state = {
        "open": there.is_room_open(now()),
        "here": render_to_string("meetings/rooms/_here.html", {"here": here}),
        "show": shown.id if shown else None,
        "counts": [option.count for option in shown.options] if shown else [],
        "agenda": agenda_state(there, ears=person),
        "timer": _moment(there.timer_ends_at),
        "gone": list(gone.order_by("number").values_list("number", flat=True)),
    }
    return json.dumps(state)


def people_in(meeting: Meeting, person: User | None) -> list[Presence]:
    """Who is in the room now, as far as somebody hears of them, in the order in which they came. One query."""
    here = meeting.presences.filter(
        seen_at__gte=now() - SILENCE, membership__left_at=None, membership__user__isnull=False
    )
    if person is not None:
        here = here.filter(hears_of(person, "membership__user"))
    return list(here.select_related("membership__pseud"))


def open_show_in(meeting: Meeting, person: User | None) -> ShowOfHands | None:
    """The show of hands that waits for answers, as far as somebody hears of it. One query."""
    return ShowOfHands.objects.filter(meeting=meeting).waiting(ears=person).first()


def was_said(meeting: Meeting) -> bool:
    """Whether the talk that goes on has come to anything: since its room was opened, where that was by hand."""
    lines = meeting.lines.kept()
    if meeting.opened_at and meeting.is_early(now()):
        lines = lines.filter(at__gte=meeting.opened_at)
    return lines.exists()


def members_in(meeting: int, people: Collection[int]) -> set[int]:
    """Those of these people who belong to a meeting's club. One query."""
    current = Membership.objects.current().filter(
        user__in=people,
        user__is_active=True,
        club__meetings__in=Meeting.objects.standing().filter(pk=meeting),
    )
    return set(current.values_list("user", flat=True))


def who_hear_not_all(meeting: int, people: Collection[int]) -> set[int]:
    """Those of these people who do not hear somebody of its club: they are told the room by themselves. A small query for each."""
    return {person for person in people if _unheard_in(User(pk=person), meeting)}


def welcome_in(meeting: int, people: Collection[int]) -> set[int]:
    """Those of these people who may read a room's talk as things are now. One query, and a small one for each."""
    active = User.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True)
    return {person for person in active if _if_open_to(User(pk=person), meeting)}


@prepared
def _unheard_in(person: User, meeting: int) -> QuerySet[Membership, int]:
    club = Membership.objects.filter(club__meetings=meeting)
    return club.not_heard_by(person).order_by().values_list("pk", flat=True)[:1]


@prepared
def _if_open_to(person: User, meeting: int) -> QuerySet[Meeting, int]:
    return (
        Meeting.objects.filter(pk=meeting).open_to(person).order_by().values_list("pk", flat=True)
    )


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
