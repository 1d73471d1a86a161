"""The hub: one watcher in each web process, for all rooms that somebody listens to.

The database is the bus between processes. A few times a second the watcher asks it for the pulse of its
rooms, one cheap query for all of them, and reads further only where something has changed; when nobody
listens it asks nothing. Listeners share what was read and remember only how far they have been told, so
that a slow one costs no memory.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Collection, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import ParamSpec, TypeVar

import structlog

from bookcub.config.live.rooms import RoomLine, Rooms, RoomView, Ticket, Timing

log = structlog.get_logger("bookcub.live")

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream."""

    ticket: Ticket
    at: int  # the last line that it was told
    state: int = 0  # the number of the last state that it was told
    stir: asyncio.Event = field(default_factory=asyncio.Event)
    ended: str = ""  # why it must end

    def end(self, why: str) -> None:
        """Let the stream finish what it is sending, and then end."""
        self.ended = self.ended or why
        self.stir.set()


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What has happened in a room since the last look."""

    is_gone: bool = False
    lines: list[RoomLine] = field(default_factory=list)
    last: int = 0
    changes: int = 0
    state: str | None = None


class OpenRoom:
    """What this process knows of one room, in one language."""

    def __init__(self, kept: int) -> None:
        self.listeners: dict[Listener, None] = {}  # the oldest first
        self.lines: deque[RoomLine] = deque(maxlen=kept)
        self.last = 0
        self.changes: int | None = None
        self.state = ""
        self.states = 0  # how many there have been; 0 while nothing is known yet
        self.checked_at = self.seen_at = time.monotonic()

    def since(self, number: int) -> list[RoomLine] | None:
        """Return the lines after a number, or None when some of them are not in memory."""
        missing = self.last - number
        if missing > len(self.lines):
            return None
        return list(islice(self.lines, len(self.lines) - max(missing, 0), None))

    def is_due(self, now: float, every: float) -> bool:
        """Whether it is time to look who is still welcome, and who has fallen silent."""
        return now - self.checked_at >= every

    def say(self, lines: list[RoomLine], *, last: int) -> None:
        """Keep new lines for everybody."""
        self.last = last
        if lines:
            self.lines.extend(lines)
            self.stir()

    def turn(self, state: str) -> None:
        """Keep another state, if it is another."""
        if state != self.state or not self.states:
            self.state, self.states = state, self.states + 1
            self.stir()

    def stir(self) -> None:
        """Tell all listeners to look."""
        for listener in self.listeners:
            listener.stir.set()

    def end(self, why: str) -> None:
        """End all streams."""
        for listener in self.listeners:
            listener.end(why)


class Hub:
    """All open streams of one web process. It lives in the event loop; `wake` and `close` may come from any thread."""

    def __init__(self, source: Rooms, timing: Timing | None = None) -> None:
        self.source = source
        self.timing = timing or Timing()
        self.rooms: dict[RoomView, OpenRoom] = {}
        self.is_closing = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watching: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        # Who writes to SQLite waits for their turn, and asking who is still welcome takes long:
        # a line stands behind neither.
        self._reader = ThreadPoolExecutor(1, "live-reader")
        self._keeper = ThreadPoolExecutor(1, "live-keeper")
        self._errands: set[asyncio.Task[None]] = set()

    def wake(self, room: int) -> None:
        """Look at once: something has happened in a room."""
        if self._loop and any(view.room == room for view in list(self.rooms)):
            with suppress(RuntimeError):  # the loop has just been closed
                self._loop.call_soon_threadsafe(self._woken.set)

    def close(self) -> None:
        """End all streams and let no more in."""
        self.is_closing = True
        if self._loop:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._end_all)

    @property
    def is_full(self) -> bool:
        """Whether this process should take no more streams."""
        return sum(len(room.listeners) for room in self.rooms.values()) >= self.timing.all

    def join(self, ticket: Ticket) -> Listener:
        """Begin to listen. Of somebody who has too many streams the oldest ends."""
        self._loop = asyncio.get_running_loop()
        own = self._of(ticket.person)
        for oldest in own[: max(len(own) - self.timing.each + 1, 0)]:
            oldest.end("elsewhere")
        listener = Listener(ticket, ticket.after)
        listener.stir.set()  # the room may be known already
        self.rooms.setdefault(ticket.view, OpenRoom(self.timing.kept)).listeners[listener] = None
        self._woken.set()
        if self._watching is None or self._watching.done():
            self._watching = self._loop.create_task(self._watch())
        return listener

    def leave(self, listener: Listener) -> None:
        """Stop listening."""
        room = self.rooms[listener.ticket.view]
        del room.listeners[listener]
        if not room.listeners:
            del self.rooms[listener.ticket.view]
            self._woken.set()
        if not self.is_closing and self._loop:
            self._loop.call_later(self.timing.grace, self._say_left, listener.ticket)

    async def news(self, listener: Listener) -> tuple[list[RoomLine], str]:
        """Return what this listener has not been told yet: lines in order, and the state if it is another."""
        room = self.rooms[listener.ticket.view]
        if not room.states:
            return [], ""
        # Somebody may know more than this process: their page was drawn, or their last stream held, elsewhere.
        lines = room.since(listener.at)
        if lines is None:
            lines = await self.read(
                self.source.lines, listener.ticket.view, listener.at, self.timing.page
            )
            listener.stir.set()  # there may be more, in memory or not
            listener.at = room.last if not lines else listener.at
        if lines:
            listener.at = lines[-1].number
        if listener.state == room.states:
            return lines, ""
        listener.state = room.states
        return lines, room.state

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the source, in the thread that only reads."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reader, partial(function, *args, **kwargs))

    async def _watch(self) -> None:
        while self.rooms and not self.is_closing:
            # Cleared before looking: what happens meanwhile wakes us again.
            self._woken.clear()
            if not await self._look():
                await asyncio.sleep(self.timing.after_trouble)
            await asyncio.sleep(self.timing.gap)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self.timing.poll)
        for thread in (self._reader, self._keeper):
            thread.submit(self.source.rest)

    async def _look(self) -> bool:
        """Read what is new in every room, at one go; False when something could not be read."""
        known = dict(self.rooms)
        now = time.monotonic()
        due = {view for view, room in known.items() if room.is_due(now, self.timing.check)}
        try:
            for view, news in (await self.read(self._gather, known, due)).items():
                self._spread(known[view], news)
        except Exception:  # a database that is away comes back
            log.exception("a room could not be read")
            return False
        for view, room in known.items():
            if view in due:
                room.checked_at = now
            if now - room.seen_at >= self.timing.seen:
                room.seen_at = now
                people = {listener.ticket.person for listener in room.listeners}
                self._keep(self._ask_keeper(self.source.seen, view.room, people))
        for number in {view.room for view in due}:
            self._keep(self._check(number))
        return True

    def _gather(
        self, known: Mapping[RoomView, OpenRoom], due: Collection[RoomView]
    ) -> dict[RoomView, News]:
        """In the reader's thread: a line waits for its turn there once, not for each question."""
        gathered = {}
        pulses = self.source.pulses({view.room for view in known})
        for view, room in known.items():
            pulse = pulses.get(view.room)
            if pulse is None:
                gathered[view] = News(is_gone=True)
                continue
            # Streams that come back after a restart mostly miss the same few lines.
            last = room.last if room.states else max(pulse.lines - self.timing.warm, 0)
            lines: list[RoomLine] = []
            while last < pulse.lines:
                more = self.source.lines(view, last, self.timing.page)
                if not more:
                    break
                lines, last = [*lines, *more], more[-1].number
            is_other = view in due or pulse.changes != room.changes
            state = self.source.state(view) if is_other else None
            gathered[view] = News(lines=lines, last=last, changes=pulse.changes, state=state)
        return gathered

    def _spread(self, room: OpenRoom, news: News) -> None:
        if news.is_gone:
            room.end("refused")
            return
        room.changes = news.changes
        room.say(news.lines, last=news.last)
        if news.state is not None:
            room.turn(news.state)

    async def _check(self, number: int) -> None:
        # Of the whole room at once, whatever its people speak.
        tickets = {listener.ticket for listener in self._in(number)}
        welcome = set(await self._ask_keeper(self.source.still_welcome, number, tickets))
        for listener in self._in(number):
            if listener.ticket in tickets - welcome:
                listener.end("refused")

    def _in(self, number: int) -> list[Listener]:
        views = [room for view, room in self.rooms.items() if view.room == number]
        return [listener for room in views for listener in room.listeners]

    def _of(self, person: int) -> list[Listener]:
        return [
            listener
            for room in self.rooms.values()
            for listener in room.listeners
            if listener.ticket.person == person and not listener.ended
        ]

    def _say_left(self, ticket: Ticket) -> None:
        if not any(one.ticket.room == ticket.room for one in self._of(ticket.person)):
            left = partial(self.source.left, after=self.timing.grace)
            self._keep(self._ask_keeper(left, ticket.room, {ticket.person}))

    async def _ask_keeper(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._keeper, partial(function, *args, **kwargs))

    def _keep(self, errand: Coroutine[None, None, None]) -> None:
        async def run() -> None:
            try:
                await errand
            except Exception:  # talk goes on without it; it comes back in a moment
                log.exception("who is in a room could not be kept")

        task = asyncio.get_running_loop().create_task(run())
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    def _end_all(self) -> None:
        for room in self.rooms.values():
            room.end("closing")
        self._woken.set()
