"""What is passed between two processes over a socket: facts, bytes, and perhaps an open file."""

from __future__ import annotations

import json
import os
import socket
import struct
from dataclasses import dataclass, field
from typing import IO, Any

# How many bytes of facts follow, how many bytes after them, and whether a file comes along.
HEAD = struct.Struct("!QQ?")


@dataclass(slots=True)
class Parcel:
    """Facts that JSON can say, and bytes in memory or in a file."""

    facts: dict[str, Any] = field(default_factory=dict)
    content: bytes | IO[bytes] = b""


def hand_over(line: socket.socket, parcel: Parcel) -> None:
    """Send all of it; raises OSError where nobody takes it. A file goes on from where it stands, and remains the sender's."""
    facts = json.dumps(parcel.facts).encode()
    content = parcel.content if isinstance(parcel.content, bytes) else b""
    files = [] if isinstance(parcel.content, bytes) else [parcel.content.fileno()]
    socket.send_fds(line, [HEAD.pack(len(facts), len(content), bool(files))], files)
    line.sendall(facts)
    line.sendall(content)


def take(line: socket.socket) -> Parcel:
    """Return what comes next; raises TimeoutError where the other end is silent.

    EOFError where it is gone, or where this process has as many files open as it may, so that the system let go of one.
    """
    head, files, _, _ = socket.recv_fds(line, HEAD.size, 1)
    if not head:
        raise EOFError
    try:
        head += _read(line, HEAD.size - len(head))
        of_facts, of_content, has_file = HEAD.unpack(head)
        facts = json.loads(_read(line, of_facts))
        content = _read(line, of_content)
    except BaseException:
        for number in files:
            os.close(number)
        raise
    if has_file and not files:
        raise EOFError
    return Parcel(facts, os.fdopen(files[0], "rb") if files else content)


def _read(line: socket.socket, size: int) -> bytes:
    read = bytearray()
    while len(read) < size:
        part = line.recv(min(size - len(read), 1024 * 1024))
        if not part:
            raise EOFError
        read += part
    return bytes(read)
