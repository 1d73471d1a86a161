"""What is written behind: facts that nobody waits for, gathered in this process and stored by a thread of its own.

    visits: WrittenBehind[tuple[int, int], Visit] = WrittenBehind("visits", merge=Visit.and_then)

    @visits.stored_by
    def store(visits: Mapping[tuple[int, int], Visit]) -> None: ...   # in a transaction of its own

    visits.leave((user.pk, chapter.pk), Visit(...))

The thread begins when something is left and ends, with its connection, when nothing has been for a while. It writes at
once, and what comes meanwhile together the next time, so that batches grow with the load. A database that is locked, full
or away is asked again until it answers; a process that ends in good order stores what it has; a killed one loses what a
moment had left.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import structlog
from django.conf import settings
from django.db import DataError, IntegrityError, connections
from django.db.utils import Error as DatabaseError

K = TypeVar("K")
V = TypeVar("V")

log = structlog.get_logger("bookcub.behind")

MOST = 10_000  # entries of a kind; what comes on top is not noted
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds until a database that refused is asked again
PATIENCE_AT_END = 5.0  # seconds
STAYS = 5.0  # seconds for which a thread that has nothing to write keeps its connection
GLANCE = 0.1  # seconds after which whoever waits looks whether the process ends

_change = threading.Condition()  # held for moments, and never while the database is asked
_writing = threading.Lock()
_kinds: list[WrittenBehind[Any, Any]] = []
_thread: threading.Thread | None = None


class WrittenBehind(Generic[K, V]):
    """One kind of such facts. What is left twice under one key is merged."""

    def __init__(self, name: str, *, merge: Callable[[V, V], V] = lambda _, new: new) -> None:
        self.name = name
        self.merge = merge
        self._store: Callable[[Mapping[K, V]], object] | None = None
        self._waiting: dict[K, V] = {}
        self._on_its_way: dict[K, V] = {}
        self._overflows = False
        _kinds.append(self)

    def stored_by(
        self, store: Callable[[Mapping[K, V]], object]
    ) -> Callable[[Mapping[K, V]], object]:
        """Name who stores them."""
        self._store = store
        return store

    def leave(self, key: K, value: V) -> None:
        """Have this stored soon. Never waits, unless settings say that everything is written at once."""
        if not settings.BOOKCUB_WRITES_BEHIND:
            self._write({key: value})
            return
        with _change:
            if key in self._waiting:
                self._waiting[key] = self.merge(self._waiting[key], value)
            elif len(self._waiting) < MOST:
                self._waiting[key] = value
            elif not self._overflows:
                self._overflows = True
                log.error(
                    "too much waits to be written; what comes on top is not noted", kind=self.name
                )
            _change.notify_all()
        begin_thread()

    def forget(self, wanted: Callable[[K], bool]) -> None:
        """Let go of what waits under these keys: what they were about goes."""
        with _change:
            for key in [key for key in self._waiting if wanted(key)]:
                del self._waiting[key]

    def unwritten(self) -> dict[K, V]:
        """What no query can find yet."""
        if not (self._waiting or self._on_its_way):
            return {}
        with _change:
            return self._all()

    @property
    def waits(self) -> bool:
        return bool(self._waiting)

    @property
    def is_written(self) -> bool:
        return not (self._waiting or self._on_its_way)

    def write(self) -> None:
        """Store what waits; what the database refuses goes on waiting, and its error is raised."""
        with _change:
            self._on_its_way, self._waiting = self._waiting, {}
        try:
            self._write(self._on_its_way)
        except DatabaseError:
            with _change:
                self._waiting, self._on_its_way = self._all(), {}
            raise
        except Exception:
            # Our own fault, and trying again would meet it again.
            log.exception("left unwritten", kind=self.name)
        with _change:
            self._on_its_way, self._overflows = {}, False
            _change.notify_all()

    def _all(self) -> dict[K, V]:
        """What is on its way and what came since, as one."""
        every = dict(self._on_its_way)
        for key, value in self._waiting.items():
            every[key] = self.merge(every[key], value) if key in every else value
        return every

    def _write(self, entries: Mapping[K, V]) -> None:
        assert self._store is not None  # noqa: S101  # named when the program starts
        if not entries:
            return
        try:
            self._store(entries)
        except (IntegrityError, DataError):
            if len(entries) == 1:
                # What it was about went at the same moment.
                log.warning("left unwritten", kind=self.name, exc_info=True)
                return
            for key, value in entries.items():
                self._write({key: value})


def write_all() -> None:
    """Store everything that waits in this process, kind by kind; raises what the database says."""
    with _writing:
        for kind in _kinds:
            if kind.waits:
                kind.write()


def finish(patience: float = PATIENCE_AT_END) -> None:
    """Wait until what waits is stored, or nobody is there to store it."""
    with _change:
        _change.wait_for(
            lambda: _thread is None or all(kind.is_written for kind in _kinds), patience
        )


def begin_thread() -> None:
    """See to it that somebody writes."""
    global _thread  # noqa: PLW0603  # one for each process
    with _change:
        if _thread is None:
            # No daemon: a process that ends waits for it.
            _thread = threading.Thread(target=_write_until_nothing_waits, name="behind")
            _thread.start()


def _write_until_nothing_waits() -> None:
    pause = SHORTEST_PAUSE
    ends_at = None
    try:
        while _is_wanted():
            try:
                write_all()
                pause = SHORTEST_PAUSE
            except DatabaseError as error:
                log.warning("cannot be written yet", reason=str(error))
                connections.close_all()
                if not threading.main_thread().is_alive():
                    ends_at = ends_at or time.monotonic() + PATIENCE_AT_END
                if ends_at and time.monotonic() > ends_at:
                    log.exception("what was left is lost with this process")
                    return
                _sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
    finally:
        connections.close_all()


def _is_wanted() -> bool:
    """Wait until something is left; if nothing is, this thread is not the process's any longer."""
    global _thread  # noqa: PLW0603  # as above
    idle_since = time.monotonic()
    with _change:
        while not any(kind.waits for kind in _kinds):
            if time.monotonic() > idle_since + STAYS or not threading.main_thread().is_alive():
                _thread = None
                _change.notify_all()
                return False
            _change.wait(GLANCE)
        return True


def _sleep(seconds: float) -> None:
    """But not through the end of the process."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and threading.main_thread().is_alive():
        time.sleep(GLANCE)
