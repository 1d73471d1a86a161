"""One process group: web processes under granian, and the background worker beside them."""

from __future__ import annotations

import multiprocessing
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

import structlog
from django.db import connections
from django.utils.translation import gettext
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from bookcub.config.lookout import Lookout

log = structlog.get_logger("bookcub.serve")

STOP_PATIENCE = 10  # seconds
START_PATIENCE = 2  # before a child that the system would not start is tried again
PORT_PATIENCE = 5
CRASHES, CRASH_WINDOW = 5, 60
HEADER_PATIENCE = (
    15  # seconds for the head of a request, and for the next one on the same connection
)
BUFFER = 64 * 1024  # bytes of each connection, in and out: also the largest head
BACKLOG = 1024  # connections that wait to be taken
CONNECTIONS = 4096  # that one web process holds, idle ones among them


class PortTakenError(Exception):
    """Something else listens where the archive should."""


class BackgroundWorker:
    """`bookcub worker` as a child, started again whenever it dies."""

    def __init__(self) -> None:
        # Taken before the web processes begin: while another thread changes the environment, as they do, a child
        # that inherits it may begin with none at all.
        self._environment = dict(os.environ)
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="worker", daemon=True)

    def start(self) -> None:
        """Start it and keep watching."""
        self._thread.start()

    def stop(self) -> None:
        """Let it finish the task at hand, but not for ever."""
        self._stopping.set()
        if self._process and self._process.poll() is None:
            self._process.terminate()
        self._thread.join(STOP_PATIENCE)
        if self._process and self._process.poll() is None:
            self._process.kill()

    def _watch(self) -> None:
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._process = _start_worker(self._environment)
            except OSError as error:
                log.error("the background worker could not be started", reason=error.strerror)  # noqa: TRY400  # no fault of ours
            else:
                if self._stopping.is_set():  # before it could be told
                    self._process.terminate()
                code = self._process.wait()
                if self._stopping.is_set():
                    return
                log.error("the background worker died and is started again", code=code)
            # At once after a kill, slowly when it cannot even start.
            self._stopping.wait(0.2 if time.monotonic() - began > STOP_PATIENCE else START_PATIENCE)


def _start_worker(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C reaches it through us and not twice."""
    command = [sys.executable, "-m", "bookcub.config.cli", "worker", "--beside", str(os.getpid())]
    return subprocess.Popen(command, start_new_session=True, env=environment)  # noqa: S603  # ourselves


def serve(*, bind: tuple[str, int], workers: int, background_worker: bool) -> None:
    """Serve until told to stop, then take everything down; raises PortTakenError."""
    wait_for_port(bind)
    _allow_connections()
    # A forked web process would inherit our connections, and SQLite forbids using one on both sides of a fork.
    multiprocessing.set_start_method("spawn", force=True)
    connections.close_all()
    background = BackgroundWorker()
    if background_worker:
        background.start()
    try:
        _serve_patiently(bind, workers)
    finally:
        background.stop()


def _allow_connections() -> None:
    """Let this process's children hold as many connections as they may, where the system's default is a thousand files."""
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * CONNECTIONS
    if files != resource.RLIM_INFINITY and files < wanted:
        files = wanted if most == resource.RLIM_INFINITY else min(most, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))


def _serve_patiently(bind: tuple[str, int], workers: int) -> None:
    """Granian gives up when a web process dies twice in a row; an archive does not, unless it goes on and on."""
    gave_up: list[float] = []
    servers: list[MPServer] = []
    Lookout(bind, lambda: _pids(servers[-1]) if servers else []).start()
    while True:
        server = _make_server(bind, workers)
        servers[:] = [server]
        try:
            _serve_once(server)
        except SystemExit:
            if server.interrupt_signal:
                return
            now = time.monotonic()
            gave_up = [moment for moment in gave_up if moment > now - CRASH_WINDOW] + [now]
            if len(gave_up) >= CRASHES:
                raise
            log.warning("the web processes died and are started again")
        else:
            return


def _serve_once(server: MPServer) -> None:
    """Serve until it ends; a system that has no room for one more process now may have it in a moment."""
    try:
        server.serve()
    except OSError as error:
        log.error("a web process could not be started", reason=error.strerror)  # noqa: TRY400  # no fault of ours
        time.sleep(START_PATIENCE)
        server.shutdown(1)  # type: ignore[no-untyped-call]


def _pids(server: MPServer) -> list[int]:
    return [pid for process in list(server.wrks) if (pid := process.inner.pid) is not None]


def _make_server(bind: tuple[str, int], workers: int) -> MPServer:
    return MPServer(
        "bookcub.config.shell:make",
        factory=True,
        address=bind[0],
        port=bind[1],
        interface=Interfaces.ASGINL,
        loop=Loops.asyncio,
        workers=workers,
        # A proxy in front speaks HTTP/1 to us; and while granian waits to see which of both it is, no clock runs.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_PATIENCE * 1000, max_buffer_size=BUFFER
        ),
        websockets=False,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=STOP_PATIENCE,
        log_level=LogLevels.error,
    )


def wait_for_port(bind: tuple[str, int]) -> None:
    """Give a killed predecessor's processes a moment to let go of the port; raises PortTakenError."""
    family = socket.AF_INET6 if ":" in bind[0] else socket.AF_INET
    end = time.monotonic() + PORT_PATIENCE
    while True:
        with socket.socket(family) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(bind)
            except PermissionError as error:
                sentence = gettext("Only root can use port %(port)d. Choose one above 1023.")
                raise PortTakenError(sentence % {"port": bind[1]}) from error
            except OSError as error:
                if time.monotonic() > end:
                    sentence = gettext(
                        "Cannot listen on %(host)s:%(port)d: %(reason)s. Stop what else is listening there, or choose"
                        " another port with --bind."
                    )
                    told = {"host": bind[0], "port": bind[1], "reason": error.strerror}
                    raise PortTakenError(sentence % told) from error
                time.sleep(0.2)
            else:
                return
