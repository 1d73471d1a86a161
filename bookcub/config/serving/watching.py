"""A web process that looks after itself: one that no longer answers ends, so that another is started in its place."""

from __future__ import annotations

import asyncio
import sys
import time

import structlog

from bookcub.config.serving.choosing import Lanes
from bookcub.core.processes import end_when_stuck

log = structlog.get_logger("bookcub.serving")

PATIENCE = 60.0  # seconds for a process in which something stands still
SWITCH = 0.001  # seconds: how long one thread may keep the interpreter while others wait for it


def watch(loop: asyncio.AbstractEventLoop, lanes: Lanes, *, patience: float = PATIENCE) -> None:
    """End this process when its event loop or one of its lanes has stood still for too long."""
    beat = Beat(lanes, fresh=5)
    loop.call_soon(beat.go_on, loop)
    # A reader's page waits for the interpreter after each of its queries, as long as somebody's long text is worked on.
    sys.setswitchinterval(SWITCH)
    end_when_stuck(lambda: beat.is_well, patience=patience)


class Beat:
    """The pulse of an event loop, felt from a thread."""

    def __init__(self, lanes: Lanes, *, fresh: float) -> None:
        self._lanes = lanes
        self._fresh = fresh
        self._at = time.monotonic()

    def go_on(self, loop: asyncio.AbstractEventLoop) -> None:
        """Beat, again and again."""
        self._at = time.monotonic()
        loop.call_later(1, self.go_on, loop)

    @property
    def is_well(self) -> bool:
        """Whether the loop has just had a turn, and no lane is broken."""
        broken = [lane.name for lane in self._lanes if lane.is_stuck]
        if broken:
            log.error("threads stand still", lanes=broken)
        return not broken and time.monotonic() - self._at < self._fresh
