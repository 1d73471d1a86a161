"""Connections, as far as the server that holds them lets us bound them."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

UNTAKEN = 60  # seconds until a connection ends whose other end takes nothing
OPEN_FILES = Path("/proc/self/fd")
USER_TIMEOUT = getattr(socket, "TCP_USER_TIMEOUT", None)  # Linux has it


def let_go_of_the_deaf(seconds: int = UNTAKEN) -> int:
    """Let the system end connections that take nothing; return on how many listening sockets.

    The server waits for ever for such a reader, with a part of an answer in memory, and it gives its sockets to nobody. What is
    set on a listening socket holds for each connection that it accepts from then on.
    """
    if USER_TIMEOUT is None:
        return 0
    count = 0
    for listening in _listening():
        with listening:
            listening.setsockopt(socket.IPPROTO_TCP, USER_TIMEOUT, seconds * 1000)
            count += 1
    return count


def _listening() -> Iterator[socket.socket]:
    if not OPEN_FILES.is_dir():
        return
    for number in sorted(int(path.name) for path in OPEN_FILES.iterdir()):
        with suppress(OSError):
            found = socket.socket(fileno=os.dup(number))
            if found.family != socket.AF_UNIX and found.getsockopt(
                socket.SOL_SOCKET, socket.SO_ACCEPTCONN
            ):
                yield found
            else:
                found.close()
