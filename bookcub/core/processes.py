"""Processes that belong together end together, and what can wait gives way."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 10.0  # seconds between asking a process to end and ending it
NICE = 10  # of what gives way: of a processor that somebody else wants it gets a tenth


def stop_with_parent(*, parent: int, patience: float = PATIENCE) -> None:
    """End this process once the one that started it is gone, so that a kill leaves no orphans.

    First as if asked politely; whatever holds it up then, it is gone after `patience` seconds. The parent is named by
    whoever knows it: it may be gone before this process can look.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.25)
        end_self(patience)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def giving_way(work: Callable[[], T]) -> T:
    """Return what `work` returns, done in a thread that gives way to all others, and so do those that it begins.

    Only Linux has a priority for each thread, and a thread cannot raise its own again.
    """
    if sys.platform != "linux":
        return work()
    with ThreadPoolExecutor(1, initializer=_give_way) as thread:
        return thread.submit(work).result()


def _give_way() -> None:
    here = threading.get_native_id()
    # Whoever gives way more already may not give way less.
    os.setpriority(os.PRIO_PROCESS, here, max(NICE, os.getpriority(os.PRIO_PROCESS, here)))


def end_self(patience: float = PATIENCE) -> None:
    """End this process as if asked politely, and if it cannot end, all the same."""
    threading.Thread(target=_end_at_last, args=(patience,), name="end", daemon=True).start()
    os.kill(os.getpid(), signal.SIGTERM)


def _end_at_last(patience: float) -> None:
    time.sleep(patience)
    os.kill(os.getpid(), signal.SIGKILL)


def end_when_stuck(beating: Callable[[], bool], *, patience: float, every: float = 1) -> None:
    """End this process, all threads written to the log, once `beating` has been false for `patience` seconds.

    Also when nothing in it can ask any more, because one thread never lets go of the interpreter: the
    last word has a clock that needs no interpreter.
    """

    def watch() -> None:
        last = time.monotonic()
        while True:
            if beating():
                last = time.monotonic()
                faulthandler.dump_traceback_later(patience + 2 * every, exit=True)
            elif time.monotonic() - last > patience:
                faulthandler.dump_traceback(all_threads=True)
                end_self(2)
                return
            time.sleep(every)

    threading.Thread(target=watch, name="beat", daemon=True).start()
