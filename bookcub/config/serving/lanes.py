"""Threads, shared out fairly: a few lanes, each with threads of its own, and in each lane one turn a person or address."""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from bookcub.config.serving.bodies import GoneError
from bookcub.config.serving.refusals import BusyError, SlowDownError

T = TypeVar("T")

# More than a ninth of a processor for as long as it lasts, or ten pages at once. Who reads page after page has a fiftieth.
PLENTY = 0.5  # seconds of the processor, lately
HALF_FORGOTTEN = 3.0  # seconds
LATELY = 10.0  # seconds
REMEMBERED = 20_000  # people and addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneSize:
    """Of one lane. Times are in seconds."""

    threads: int
    reads: bool = False  # those who have had plenty give way to it
    keeps: bool = False  # even who is in the way of others waits here, and is not sent aside
    each: int = 64  # requests of one person or address that wait
    all: int = 256  # that wait
    wait: float = 30  # until a request that has had no turn is told so
    late: float = 10  # for so long those who have had plenty give way to those who read
    stuck: float = 20  # a lane in which nothing begins or ends for so long stands still


class AsideError(Exception):
    """Whoever asks is in the way here: others read."""


@dataclass(eq=False, slots=True)
class Job(Generic[T]):
    """Something to be done in a thread, for whoever asked."""

    key: Hashable
    work: Callable[[], T]
    came_at: float = field(default_factory=time.monotonic)
    turn: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    done: asyncio.Future[T] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    took: float = 0  # seconds of the processor
    is_given_way_to: bool = False  # by those who have had plenty, while it is under way

    def do(self) -> T:
        """Do it, in a thread."""
        began = time.thread_time()
        try:
            return self.work()
        finally:
            self.took = time.thread_time() - began


class Traffic:
    """What is under way in all lanes of a process, which share one interpreter, and who has had much of it lately."""

    def __init__(self) -> None:
        self.lanes: list[Lane] = []
        self.has_aside = False  # whether there is a place for those who are in the way
        self.reading = 0  # requests under way of those who read and have not had plenty
        self.running: Counter[Hashable] = Counter()  # requests under way of each
        self._spent: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._modest: tuple[Hashable, float] = (
            None,
            -LATELY,
        )  # who came last without having had plenty, and when

    def has_had_plenty(self, key: Hashable) -> bool:
        """Whether others had better come first."""
        return self._left_of(key, time.monotonic()) > PLENTY

    def welcome(self, key: Hashable) -> None:
        """Hear that somebody has come."""
        if not self.has_had_plenty(key):
            self._modest = (key, time.monotonic())

    def is_in_the_way(self, key: Hashable) -> bool:
        """Whether somebody has had plenty while others are here who have not."""
        other, at = self._modest
        return other != key and time.monotonic() - at < LATELY and self.has_had_plenty(key)

    def spend(self, key: Hashable, seconds: float) -> None:
        """Count processor time; half of it is forgotten in a while."""
        now = time.monotonic()
        spent = self._left_of(key, now) + seconds
        self._spent.pop(key, None)
        self._spent[key] = (spent, now)
        if len(self._spent) > REMEMBERED:
            self._spent.popitem(last=False)

    def go_on(self) -> None:
        """Let every lane begin what it can: something has ended."""
        for lane in self.lanes:
            lane.begin()

    def _left_of(self, key: Hashable, now: float) -> float:
        spent, at = self._spent.get(key, (0.0, now))
        return float(spent * 0.5 ** ((now - at) / HALF_FORGOTTEN))


class Lane:
    """Some threads, and who waits for them. It lives in one event loop.

    Whoever has waited longest since their last turn is next, however many requests others have waiting; and where there
    is more than one thread, one is always left to the others. Whoever has had plenty lately has one thread at a time in all
    lanes, and comes while nobody else reads, or late.
    """

    def __init__(self, name: str, size: LaneSize, traffic: Traffic | None = None) -> None:
        self.name = name
        self.size = size
        self._traffic = traffic or Traffic()
        self._traffic.lanes.append(self)
        self._threads = ThreadPoolExecutor(size.threads, f"lane-{name}")
        self._waiting: OrderedDict[Hashable, deque[Job[Any]]] = OrderedDict()
        self._running: Counter[Hashable] = Counter()
        self._begun: dict[Job[Any], float] = {}

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    @property
    def is_stuck(self) -> bool:
        """Whether every thread has been at the same work for too long."""
        begun = list(self._begun.values())  # asked from another thread, too
        return len(begun) >= self.size.threads and time.monotonic() - max(begun) > self.size.stuck

    async def run(
        self,
        key: Hashable,
        work: Callable[[], T],
        *,
        left: Callable[[], Awaitable[object]] | None = None,
    ) -> T:
        """Return what `work` returns, done in a thread when it is this key's turn.

        Raises SlowDownError where this key has too many waiting, BusyError where all have or where no turn came, and
        GoneError when `left` returns before: nobody waits for the answer any more. AsideError before anything is done.
        """
        job = Job(key, work)
        self._traffic.welcome(key)
        self._line_up(job)
        self.begin()
        if not job.turn.done():
            await self._wait(job, left)
        job.turn.result()
        return await job.done

    def _line_up(self, job: Job[Any]) -> None:
        own = len(self._waiting.get(job.key, ()))
        if own >= self.size.each:
            raise SlowDownError
        if self.waiting >= self.size.all:
            self._make_room(own)
        self._waiting.setdefault(job.key, deque()).append(job)

    def _make_room(self, own: int) -> None:
        """A crowd of one makes room for others."""
        longest = max(self._waiting.values(), key=len)
        if len(longest) <= own + 1:
            raise BusyError
        self._forget(last := longest[-1])
        last.turn.set_exception(SlowDownError())

    def begin(self) -> None:
        """Begin what can be begun."""
        if self._traffic.has_aside and not self.size.keeps:
            self._send_aside()
        while len(self._begun) < self.size.threads and (job := self._next()):
            self._begun[job] = time.monotonic()
            self._running[job.key] += 1
            job.is_given_way_to = self.size.reads and not self._traffic.has_had_plenty(job.key)
            self._traffic.reading += job.is_given_way_to
            self._traffic.running[job.key] += 1
            job.turn.set_result(None)
            # In a context of its own: what one request sets (a language, a zone) the next must not find.
            done = self._threads.submit(contextvars.copy_context().run, job.do)
            loop = job.done.get_loop()
            done.add_done_callback(partial(self._tell, loop, job))

    def _send_aside(self) -> None:
        """All at once: who asks for a hundred pages has them waiting before the first has cost anything."""
        for key in [key for key in self._waiting if self._traffic.is_in_the_way(key)]:
            for job in self._waiting.pop(key):
                job.turn.set_exception(AsideError())

    def _next(self) -> Job[Any] | None:
        most = max(self.size.threads - 1, 1)
        key = next(
            (key for key in self._waiting if self._running[key] < most and self._may_go(key)), None
        )
        if key is None:
            return None
        job = self._waiting[key][0]
        self._forget(job)
        if key in self._waiting:
            self._waiting.move_to_end(key)
        return job

    def _may_go(self, key: Hashable) -> bool:
        if not self._traffic.has_had_plenty(key):
            return True
        if not self._traffic.reading and not self._traffic.running[key]:
            return True
        return time.monotonic() - self._waiting[key][0].came_at > self.size.late

    def _forget(self, job: Job[Any]) -> None:
        self._waiting[job.key].remove(job)
        if not self._waiting[job.key]:
            del self._waiting[job.key]

    async def _wait(self, job: Job[Any], left: Callable[[], Awaitable[object]] | None) -> None:
        leaving: list[asyncio.Future[Any]] = [asyncio.ensure_future(left())] if left else []
        try:
            await asyncio.wait(
                [job.turn, *leaving], timeout=self.size.wait, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            if not job.turn.done():
                self._forget(job)
            has_left = any(task.done() for task in leaving)
            for task in leaving:
                task.cancel()
        if not job.turn.done():
            raise GoneError if has_left else BusyError

    def _tell(self, loop: asyncio.AbstractEventLoop, job: Job[Any], done: Future[Any]) -> None:
        with suppress(RuntimeError):  # the loop has just been closed
            loop.call_soon_threadsafe(self._end, job, done)

    def _end(self, job: Job[Any], done: Future[Any]) -> None:
        del self._begun[job]
        _lower(self._running, job.key)
        self._traffic.reading -= job.is_given_way_to
        _lower(self._traffic.running, job.key)
        self._traffic.spend(job.key, job.took)
        self._traffic.go_on()
        if job.done.cancelled():
            return
        if error := done.exception():
            job.done.set_exception(error)
        else:
            job.done.set_result(done.result())


def _lower(counter: Counter[Hashable], key: Hashable) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]
