"""Turns: the next one to choose is whoever has waited longest.

One waits since one's last turn, or since one joined. So those who join take their place at the end of the line, those
who leave let it close up, and of two people it is always the other's turn, though the other joined after it. A turn counts when it led to a pick.
Whoever passes is only left out of this one: they keep their place in the line and are asked again the next time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

PAIR = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """A member and since when they wait."""

    member: int
    since: datetime


def line(
    joined: Mapping[int, datetime], turns: Sequence[tuple[int, datetime]]
) -> tuple[Waiting, ...]:
    """The members in the order of their turns.

    `joined` holds everybody who belongs to the club and when they (last) joined, `turns` who has chosen and when;
    turns of those who have left are passed over. Of those who wait equally long the lower number is first.
    """
    since = dict(joined)
    had = [(at, member) for member, at in turns if member in since]
    for at, member in had:
        since[member] = max(since[member], at)
    last = max(had)[1] if had and len(since) == PAIR else None
    return tuple(
        Waiting(member, at)
        for member, at in sorted(since.items(), key=lambda row: (row[0] == last, row[1], row[0]))
    )


def turn_of(line: Sequence[Waiting], passed: Collection[int] = ()) -> int | None:
    """Whose turn it is, of those who did not pass this time; nobody's if all did."""
    return next((each.member for each in line if each.member not in passed), None)


def next_after(line: Sequence[Waiting], passed: Collection[int] = ()) -> int | None:
    """Who chooses after the one whose turn it is, once that one has chosen.

    Whoever passed has waited longer and is asked first; alone in a club one is one's own successor.
    """
    chooser = turn_of(line, passed)
    others = [each.member for each in line if each.member != chooser]
    return others[0] if others else chooser
