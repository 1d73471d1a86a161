"""Who writes in SQLite waits for whoever writes at the moment here, and not within SQLite."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

SHORTEST, LONGEST = 0.001, 0.05  # seconds between two attempts
BUSY = "SQLITE_BUSY"  # and its longer forms, https://www.sqlite.org/rescode.html#busy


def wait_outside_sqlite(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Let a new connection's statements wait in Python; a receiver of `connection_created`.

    While SQLite waits, it holds the connection's mutex. The collector of rubbish may let go of an old cursor of that
    connection in any thread: that of a reader would then stand still for seconds, whose page writes nothing.
    """
    if connection.vendor == "sqlite":
        connection.connection.execute("PRAGMA busy_timeout=0")
        if _patiently not in connection.execute_wrappers:
            # The first, as whoever wraps for a moment takes the last away again.
            connection.execute_wrappers.insert(0, _patiently)


def _patiently(execute: Callable[..., Any], *call: Any) -> Any:
    """For `execute_wrappers`: try again until the connection's patience is at its end."""
    connection: BaseDatabaseWrapper = call[-1]["connection"]
    # Whoever is in a transaction has had their turn; what began to read an older state never gets one.
    if connection.in_atomic_block:
        return execute(*call)
    end = time.monotonic() + connection.settings_dict["OPTIONS"].get("timeout", 0)
    pause = SHORTEST
    while True:
        try:
            return execute(*call)
        except OperationalError as error:
            name = getattr(error.__cause__, "sqlite_errorname", "")
            if not name.startswith(BUSY) or time.monotonic() + pause > end:
                raise
        time.sleep(pause)
        pause = min(LONGEST, 2 * pause)
