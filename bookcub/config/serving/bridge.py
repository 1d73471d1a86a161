"""From ASGI to Django's WSGI handler and back: a request that is there already, and its whole answer.

Django's own ASGI handler costs twice the CPU for each page, and opens a database connection for it.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any, Protocol

from bookcub.config.serving.messages import Header, Scope

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 256 * 1024  # bytes of an answer; the rest waits on the disk for whoever reads slowly
LONGEST = 4 * 1024**3
PART = 64 * 1024


@dataclass(slots=True)
class Answer:
    """What Django said. A file is the shell's to close."""

    status: int
    headers: list[Header]
    body: bytes | IO[bytes]
    took: float = 0  # seconds of the processor, where another process had it


class FileToSend:
    """A file that a view answers with: `wsgi.file_wrapper`. It is sent without the thread that opened it."""

    def __init__(self, file: IO[bytes], size: int = PART) -> None:
        self.file = file
        self._size = size
        self.close: Callable[[], object] = getattr(file, "close", lambda: None)

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(self._size), b"")

    def detached(self) -> IO[bytes] | None:
        """Return the file as one that outlives the answer, if it stands on the disk."""
        try:
            number = os.dup(self.file.fileno())
        except (AttributeError, OSError):  # in memory, or a part of a file
            return None
        copy = os.fdopen(number, "rb")
        copy.seek(self.file.tell())
        return copy


class Asks(Protocol):
    """Whoever can ask an application, here or elsewhere."""

    def ask(self, environ: Environ) -> Answer:
        """Return the whole answer; blocks."""


class Bridge:
    """Asks a WSGI application. `ask` blocks and belongs in a thread."""

    def __init__(self, application: Application, *, folder: Path | None = None) -> None:
        self._application = application
        self._folder = folder

    def ask(self, environ: Environ) -> Answer:
        """Return the whole answer; after this nothing of it needs the thread, or its database connection."""
        told: list[tuple[str, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: object = None
        ) -> Callable[[bytes], None]:
            told.append((status, headers))
            return written.append

        parts = self._application(environ, start_response)
        try:
            file = parts.detached() if isinstance(parts, FileToSend) else None
            body = file or self._collected(chain(written, parts))
        finally:
            # What was opened for the answer is closed in the thread that opened it, its connections among it.
            if close := getattr(parts, "close", None):
                close()
        status, headers = told[-1]
        return Answer(int(status.split(" ", 1)[0]), _with_length(_encoded(headers), body), body)

    def _collected(self, parts: Iterable[bytes]) -> bytes | IO[bytes]:
        held: list[bytes] = []
        size = 0
        for part in (waiting := iter(parts)):
            held.append(part)
            size += len(part)
            if size > IN_MEMORY:
                begun = b"".join(held)
                file = self._on_disk(begun)
                return _filled(file, waiting) if file else b"".join([begun, *waiting])
        return b"".join(held)

    def _on_disk(self, begun: bytes) -> IO[bytes] | None:
        """Return a file that begins like this, or None where the disk takes none: a full one keeps nobody from reading."""
        try:
            file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  # the shell closes it
        except OSError:
            return None
        try:
            file.write(begun)
            file.flush()
        except OSError:
            with suppress(OSError):
                file.close()
            return None
        return file


def _filled(file: IO[bytes], parts: Iterable[bytes]) -> IO[bytes]:
    try:
        for part in parts:
            _write(file, part)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _write(file: IO[bytes], part: bytes) -> None:
    if file.tell() > LONGEST:
        raise OverflowError("An answer has no end.")
    file.write(part)


def environ_of(scope: Scope, body: IO[bytes], size: int) -> Environ:
    """Return a request as WSGI has it (PEP 3333)."""
    server, port = scope.get("server") or ("localhost", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": peer_of(scope),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        **surroundings(body),
    }
    for raw_name, raw_value in scope["headers"]:
        _add_header(environ, raw_name.decode("latin-1"), raw_value.decode("latin-1"))
    # Whatever was announced: this many bytes are there.
    environ["CONTENT_LENGTH"] = str(size)
    return environ


def surroundings(body: IO[bytes]) -> Environ:
    """Return what every request finds in the process that answers it."""
    return {
        "asgi.scope": {},  # that the shell stands in front, which can go on with a stream
        "wsgi.version": (1, 0),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileToSend,
    }


def peer_of(scope: Scope) -> str:
    """Return the address at the other end of the connection; a local socket has none."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _add_header(environ: Environ, name: str, value: str) -> None:
    # X-Forwarded-For and X_Forwarded_For become the same name in WSGI; only proxies write the first.
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
    if key in environ:
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value


def _encoded(headers: Iterable[tuple[str, str]]) -> list[Header]:
    return [
        (name.strip().lower().encode("latin-1"), value.strip().encode("latin-1"))
        for name, value in headers
    ]


def _with_length(headers: list[Header], body: bytes | IO[bytes]) -> list[Header]:
    """A browser notices that an answer broke off only where its length was told."""
    if any(name == b"content-length" for name, _ in headers) or not body:
        return headers
    size = len(body) if isinstance(body, bytes) else _size_of(body)
    return [*headers, (b"content-length", str(size).encode())]


def _size_of(file: IO[bytes]) -> int:
    here = file.tell()
    size = file.seek(0, io.SEEK_END) - here
    file.seek(here)
    return size
