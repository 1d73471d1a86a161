"""A web process that no longer answers is killed; one that does is not."""

import http.server
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bookcub.config.lookout import ANSWERING, ASKING, WORD, Lookout


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    """Something with a process id."""
    running = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield running
    running.kill()
    running.wait()


@contextmanager
def answering(pid: int) -> Iterator[int]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.headers[ASKING] == os.environ[WORD]
            self.send_response(503)
            self.send_header(ANSWERING, str(pid))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_who_answers_lives_whatever_they_say(process: subprocess.Popen[bytes]) -> None:
    with answering(process.pid) as port:
        lookout = Lookout(("0.0.0.0", port), lambda: [process.pid], misses=1)  # noqa: S104  # as serve binds
        lookout.look()

    assert process.poll() is None


def test_who_is_asked_in_vain_for_long_is_killed(process: subprocess.Popen[bytes]) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        bind = ("127.0.0.1", deaf.getsockname()[1])
        lookout = Lookout(bind, lambda: [process.pid], timeout=0.02, misses=2)
        lookout.look()
        assert process.poll() is None
        lookout.look()

    assert process.wait(10) < 0


def test_one_answer_in_between_is_enough(process: subprocess.Popen[bytes]) -> None:
    with answering(process.pid) as port:
        well = Lookout(("127.0.0.1", port), lambda: [process.pid], misses=2)
        for bind in (9, port, 9):  # nobody listens on port 9
            well._port = bind
            well.look()

    assert process.poll() is None
