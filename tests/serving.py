"""A real archive for tests: `bookcub serve` on a data folder of its own, by its own processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from zlib import crc32

PATIENCE = 60  # seconds, for the first start on a busy machine
HERE = crc32(__file__.encode())
# Built once and used by every server that the tests of this checkout start.
STATIC = Path(tempfile.gettempdir()) / f"bookcub-static-{os.getuid()}-{HERE:x}"


class Served:
    """One running archive."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder.parent / f"{folder.name}.log"
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("BOOKCUB_", "DJANGO_"))
            },
            "BOOKCUB_DATA": str(folder),
            "BOOKCUB_BIND": f"127.0.0.1:{self.port}",
            "BOOKCUB_STATIC": str(STATIC),
            "PYTHONUNBUFFERED": "1",
            **{f"BOOKCUB_{name.upper()}": value for name, value in settings.items()},
        }
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run another `bookcub` command on the same archive."""
        return self.run_module("bookcub.config.cli", *arguments, **more)

    def run_module(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a module of Python's on the same archive."""
        return subprocess.run(  # noqa: S603  # our own words
            [sys.executable, "-m", *words],
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bookcub.config.cli", "serve"],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_for("/health/live")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it, gently unless told otherwise, and return its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(how)
        try:
            return self.process.wait(30)
        finally:
            self.process.kill()

    def ask(self, path: str) -> tuple[int, dict[str, str]]:
        """Return the status and the JSON of an address; (0, {}) while nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:  # noqa: S310  # our own server
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except (OSError, json.JSONDecodeError):
            return 0, {}

    def wait_for(self, path: str) -> None:
        """Wait until an address answers 200."""
        end = time.monotonic() + PATIENCE
        while self.ask(path)[0] != 200:
            if time.monotonic() > end or (self.process and self.process.poll() is not None):
                raise AssertionError(f"{path} does not answer:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)

    def output(self) -> str:
        """Everything it has printed."""
        return self.log.read_text()

    def children(self) -> dict[str, int]:
        """The process ids of the web process and of the background worker."""
        assert self.process
        listed = subprocess.run(
            ["ps", "-A", "-ww", "-o", "pid=", "-o", "ppid=", "-o", "args="],  # noqa: S607  # wherever ps is
            capture_output=True,
            text=True,
            check=True,
        )
        found = {}
        for line in listed.stdout.splitlines():
            pid, parent, arguments = line.split(None, 2)
            if int(parent) == self.process.pid:
                if "--beside" in arguments:
                    found["worker"] = int(pid)
                elif "spawn_main" in arguments:
                    found["web"] = int(pid)
        return found


@contextmanager
def served(archive: Served) -> Iterator[Served]:
    """Start this archive, and stop it at the end of the block."""
    archive.start()
    try:
        yield archive
    finally:
        with suppress(ProcessLookupError):
            archive.stop()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
