"""Bodies of requests, received whole before anybody works on them: bounded in size, time and number."""

from __future__ import annotations

import asyncio
import io
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bookcub.config.serving.messages import Message, Receive
from bookcub.config.serving.refusals import (
    BusyError,
    NoRoomError,
    TooLargeError,
    TooManyUploadsError,
    TooSlowError,
)


class GoneError(ConnectionAbortedError):
    """Whoever asked has left before the end: half a chapter is never taken for a whole one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much is received, from whom, and how fast it must come. Times are in seconds, sizes in bytes."""

    size: int
    grace: float = 15
    rate: float = 4096  # a second, after the grace: also what bounds the whole time of a large body
    pause: float = 20  # without a single byte
    each: int = 16  # at once from one address
    all: int = 256  # at once
    files: int = 8  # full-sized bodies at once, and a quarter of them from one address
    small: int = 1024 * 1024  # what one body may take of the memory
    memory: int = 32 * 1024 * 1024  # what all of them may; the rest waits on the disk


class Body:
    """One body: in memory while it is small, then in a file that has no name and goes with its process."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.size = 0
        self.is_in_memory = True
        self._file: IO[bytes] = io.BytesIO()

    def write(self, part: bytes) -> None:
        """Add to its end."""
        self._file.write(part)

    def move_to(self, folder: Path | None) -> None:
        """Go on in a file."""
        held = self._file
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # `close` closes it
        held.seek(0)
        self._file.write(held.read())

    def reader(self) -> IO[bytes]:
        """Return the body, ready to be read from its beginning."""
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Be rid of it."""
        self._file.close()


class Bodies:
    """All bodies that one process receives at the same time."""

    def __init__(
        self,
        bounds: Bounds,
        *,
        folder: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.bounds = bounds
        self._folder = folder
        self._clock = clock
        self._number: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        self._memory = 0

    async def receive(self, receive: Receive, *, address: str, announced: int | None) -> Body:
        """Return the whole body; raises GoneError, or a RefusedError that says why it was not taken.

        How many bytes were announced is None where that was left open; where it is 0, there is nothing to wait for.
        Give the body to `let_go` once it was worked on: until then it counts among what its address sends.
        """
        if announced is not None and announced > self.bounds.size:
            raise TooLargeError(self.bounds.size)
        body = Body(address)
        with self._turn(address) if announced != 0 else nullcontext():
            try:
                await self._fill(body, receive)
            except BaseException:
                self.let_go(body)
                raise
        return body

    def let_go(self, body: Body) -> None:
        """Be rid of a body."""
        if body.is_in_memory:
            self._memory -= body.size
        _lower(self._bytes, body.address, body.size)
        body.close()

    @contextmanager
    def _turn(self, address: str) -> Iterator[None]:
        """Take part in what one address, and all together, may send at once."""
        if self._number[address] >= self.bounds.each:
            raise TooManyUploadsError
        if self._number.total() >= self.bounds.all:
            raise BusyError
        self._number[address] += 1
        try:
            yield
        finally:
            _lower(self._number, address, 1)

    async def _fill(self, body: Body, receive: Receive) -> None:
        began = self._clock()
        while True:
            message = await self._next(receive, body.size, began)
            if message["type"] == "http.disconnect":
                raise GoneError
            if part := message.get("body", b""):
                await self._keep(body, part)
            if not message.get("more_body", False):
                return

    async def _next(self, receive: Receive, received: int, began: float) -> Message:
        bounds = self.bounds
        left = began + bounds.grace + received / bounds.rate - self._clock()
        try:
            return await asyncio.wait_for(receive(), min(left, bounds.pause))
        except TimeoutError:
            raise TooSlowError from None

    async def _keep(self, body: Body, part: bytes) -> None:
        self._ensure_room(body, len(part))
        self._bytes[body.address] += len(part)
        body.size += len(part)
        if body.is_in_memory:
            self._memory += len(part)
            if body.size <= self.bounds.small and self._memory <= self.bounds.memory:
                body.write(part)
                return
        try:
            if body.is_in_memory:
                body.is_in_memory = False
                self._memory -= body.size
                await asyncio.to_thread(body.move_to, self._folder)
            await asyncio.to_thread(body.write, part)
        except OSError as error:
            raise NoRoomError from error

    def _ensure_room(self, body: Body, more: int) -> None:
        most = self.bounds.size
        if body.size + more > most:
            raise TooLargeError(most)
        # One alone may always send a body of the largest size.
        if self._bytes[body.address] + more > most * max(self.bounds.files // 4, 1):
            raise TooManyUploadsError
        if self._bytes.total() + more > most * self.bounds.files:
            raise BusyError


def _lower(counter: Counter[str], name: str, by: int) -> None:
    counter[name] -= by
    if counter[name] <= 0:
        del counter[name]
