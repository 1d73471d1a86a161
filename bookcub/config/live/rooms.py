"""What the hub must know of rooms, wherever they are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the page's view says of a stream that it lets in."""

    room: int
    person: int
    session: str  # its key: logging out ends the stream
    proof: str  # of the session against the password: changing that ends it, too
    after: int  # the last line that is known at the other end
    language: str  # in which the room is told
    ears: int = 0  # the person, if they do not hear everybody of the room's club

    @property
    def view(self) -> RoomView:
        return RoomView(self.room, self.language, self.ears)


class RoomView(NamedTuple):
    """A room as those see it who speak one language, or one of them who does not hear everybody."""

    room: int
    language: str
    ears: int = 0


class Pulse(NamedTuple):
    """Two numbers of a room: the first grows with each line, the second with everything else."""

    lines: int
    changes: int


class RoomLine(NamedTuple):
    """One line of a room, ready to be sent."""

    number: int
    data: str


class Rooms(Protocol):
    """Where rooms are kept. All of it blocks, and is called in a thread."""

    def pulses(self, rooms: Collection[int]) -> Mapping[int, Pulse]:
        """Return the pulse of each room that still exists."""

    def lines(self, view: RoomView, after: int, limit: int) -> list[RoomLine]:
        """Return the first lines after a number."""

    def state(self, view: RoomView) -> str:
        """Return everything else that all see alike: who is here, hands, timer."""

    def still_welcome(self, room: int, tickets: Collection[Ticket]) -> Collection[Ticket]:
        """Return those tickets that would be let in again, with the same ears."""

    def seen(self, room: int, people: Collection[int]) -> None:
        """Note that these people are in the room."""

    def left(self, room: int, people: Collection[int], *, after: float) -> None:
        """Note that these people closed their last stream `after` seconds ago, unless they were seen since."""

    def rest(self) -> None:
        """Let go of this thread's connections: nobody listens any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How often and how much. Times are in seconds where nothing else is said."""

    poll: float = 0.12
    gap: float = 0.015  # between two looks, so that a burst of lines is one
    after_trouble: float = 1
    check: float = 5  # who is still welcome, and who has fallen silent
    seen: float = 20
    grace: float = 10  # a stream that breaks and comes back has not left
    heartbeat: float = 10  # meeting-room.js waits for two
    patience: float = 10  # with somebody who takes nothing
    again: int = 1500  # milliseconds until a browser connects again
    kept: int = 256  # lines of a room in memory
    warm: int = 64  # of these, read when the first stream begins
    page: int = 200  # lines read at once
    each: int = 6  # streams of one person
    all: int = 2000  # streams of one process
