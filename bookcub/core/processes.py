"""Processes that belong together end together."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable


def stop_with_parent(stop: Callable[[], object], *, parent: int) -> None:
    """Call `stop` once the process that started this one is gone, so that a kill leaves no orphans.

    The parent is named by whoever knows it: it may be gone before this process can look.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.25)
        stop()

    threading.Thread(target=watch, name="parent", daemon=True).start()


def terminate_self() -> None:
    """End this process as if asked politely."""
    os.kill(os.getpid(), signal.SIGTERM)
