"""A count of ranked ballots as a picture: one bar for each round, and bands where ballots went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bookcub.picks.counting.ranked import Count, Round

WIDTH, LEFT, BAR, STEP = 360.0, 26.0, 30.0, 84.0
GAP = 1.5  # between the parts of a bar
ROOM_FOR_VOTES, LETTER = 22.0, 6.6  # a letter of the labels is seldom wider
LEAST_OF_TITLE = 4
COLOURS = 8
NOBODY = 0  # where exhausted ballots lie: no option has this number


@dataclass(frozen=True, slots=True)
class BarSegment:
    """One option in one bar."""

    option: int
    title: str
    votes: int
    x: float
    y: float
    width: float
    colour: int  # 0: exhausted
    is_out: bool
    is_winner: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def label(self) -> str:
        """The title and the votes, as much of them as there is room for."""
        if self.option == NOBODY or self.width < ROOM_FOR_VOTES:
            return ""
        room = int((self.width - ROOM_FOR_VOTES) / LETTER)
        if room < LEAST_OF_TITLE:
            return str(self.votes)
        title = self.title if len(self.title) <= room else f"{self.title[: room - 1].rstrip()}…"
        return f"{title} {self.votes}"


@dataclass(frozen=True, slots=True)
class Band:
    """Ballots on their way from one round to the next."""

    path: str
    colour: int
    is_moved: bool  # to another option; else they stay where they were


@dataclass(frozen=True, slots=True)
class Bar:
    number: int
    y: float
    middle: float
    parts: tuple[BarSegment, ...]


@dataclass(frozen=True, slots=True)
class RoundsPicture:
    width: float
    height: float
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]


def draw(count: Count, colours: dict[int, int], titles: Mapping[int, str]) -> RoundsPicture | None:
    """The picture of a count; nothing where there is nothing to see: no ballots."""
    if not count.ballots or not count.rounds:
        return None
    scale = (WIDTH - LEFT) / count.ballots
    bars = tuple(_bar(count, place, scale, colours, titles) for place in range(len(count.rounds)))
    bands = tuple(
        band
        for place in range(len(bars) - 1)
        for band in _bands(count.rounds[place], bars[place], bars[place + 1], scale)
    )
    height = (len(bars) - 1) * STEP + BAR
    return RoundsPicture(WIDTH, height, bars, bands)


def colours_for(options: list[int]) -> dict[int, int]:
    """A colour for each option, by its place; they come again where there are many."""
    return {option: 1 + place % COLOURS for place, option in enumerate(sorted(options))}


def _bar(
    count: Count, place: int, scale: float, colours: dict[int, int], titles: Mapping[int, str]
) -> Bar:
    current = count.rounds[place]
    is_last = place == len(count.rounds) - 1
    gone = {out.option for out in current.out}
    y = place * STEP
    x, parts = LEFT, []
    for option, votes in [*sorted(current.tallies), (NOBODY, current.exhausted)]:
        if votes:
            width = votes * scale
            parts.append(
                BarSegment(
                    option,
                    titles.get(option, ""),
                    votes,
                    round(x, 2),
                    y,
                    round(max(width - GAP, 1), 2),
                    colours.get(option, 0),
                    option in gone,
                    is_last and option == count.winner,
                )
            )
            x += width
    return Bar(current.number, y, y + BAR / 2, tuple(parts))


def _bands(current: Round, above: Bar, below: Bar, scale: float) -> list[Band]:
    """What stays comes first in each part, what joins it after; so no two bands end in one place."""
    starts = {part.option: part.x for part in above.parts}
    ends = {part.option: part.x for part in below.parts}
    gone = {out.option for out in current.out}
    moves = [
        (part.option, part.option, part.votes) for part in above.parts if part.option not in gone
    ]
    moves += [(flow.source, flow.target or NOBODY, flow.ballots) for flow in current.flows]
    colours = {part.option: part.colour for part in below.parts}
    bands = []
    for source, target, votes in moves:
        width = votes * scale
        path = _path(starts[source], ends[target], max(width - GAP, 1), above.y + BAR, below.y)
        bands.append(Band(path, colours[target], source != target))
        starts[source] += width
        ends[target] += width
    return bands


def _path(x: float, to_x: float, width: float, y: float, to_y: float) -> str:
    half = (y + to_y) / 2
    right, to_right = x + width, to_x + width
    return (
        f"M{x:.1f} {y:.1f}C{x:.1f} {half:.1f} {to_x:.1f} {half:.1f} {to_x:.1f} {to_y:.1f}"
        f"H{to_right:.1f}C{to_right:.1f} {half:.1f} {right:.1f} {half:.1f} {right:.1f} {y:.1f}Z"
    )
