"""The supervisor's eye on its web processes: one that answers nothing any more is killed, and another is started."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress

import structlog

log = structlog.get_logger("bookcub.serve")

# Which process answered is told to the supervisor alone: it passes the word on to its children in the environment.
WORD = "_BOOKCUB_LOOKOUT"
ASKING, ANSWERING = "X-Bookcub-Lookout", "X-Bookcub-Process"
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # where to ask somebody who listens everywhere


class Lookout:
    """Asks again and again who is alive. A process that is asked in vain so many times in a row is killed.

    Web processes look after themselves as long as anything in them runs; this is for those that are stopped or frozen.
    """

    def __init__(
        self,
        bind: tuple[str, int],
        processes: Callable[[], Collection[int]],
        *,
        every: float = 10,
        timeout: float = 5,
        misses: int = 6,
    ) -> None:
        self._host, self._port = EVERYWHERE.get(bind[0], bind[0]), bind[1]
        self._processes = processes
        self._every = every
        self._timeout = timeout
        self._misses = misses
        self._missed: Counter[int] = Counter()
        self._word = os.environ.setdefault(WORD, secrets.token_urlsafe())

    def start(self) -> None:
        """Look out for as long as this process lives."""
        threading.Thread(target=self._look_out, name="lookout", daemon=True).start()

    def look(self) -> None:
        """Ask once, and kill whoever has been silent for too long."""
        known = set(self._processes())
        # Which of several answers, the system decides: asked three times each, nearly all have had a chance.
        tries = 1 if len(known) == 1 else 3 * len(known)
        answered = {self._ask() for _ in range(tries)}
        self._missed = Counter({pid: self._missed[pid] + 1 for pid in known - answered})
        for pid, missed in self._missed.items():
            if missed >= self._misses:
                log.error("a web process answers no longer and is replaced", process=pid)
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def _look_out(self) -> None:
        while True:
            time.sleep(self._every)
            self.look()

    def _ask(self) -> int | None:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        try:
            connection.request("GET", "/health/live", headers={ASKING: self._word})
            told = connection.getresponse().getheader(ANSWERING, "")
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return int(told) if told.isdigit() else None


def is_lookout(asked: bytes) -> bool:
    """Whether it is our own supervisor who asks."""
    word = os.environ.get(WORD, "")
    return bool(word) and secrets.compare_digest(asked, word.encode())
