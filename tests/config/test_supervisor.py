"""A system that has no room for one more process, for a moment."""

import errno
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping

import pytest

from bookcub.config import supervisor
from bookcub.config.lookout import Lookout


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "START_PATIENCE", 0.01)


def refusing_first(starts: Callable[[], None]) -> Callable[[], None]:
    """Refuse the first start as a full system does; `starts` for each later one."""
    tries = iter([OSError(errno.EAGAIN, "Resource temporarily unavailable")])

    def start() -> None:
        for refusal in tries:
            raise refusal
        starts()

    return start


def test_a_worker_that_could_not_be_started_is_started_a_moment_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lives, begin = threading.Event(), subprocess.Popen
    start = refusing_first(lives.set)

    def popen(
        command: list[str], *, start_new_session: bool, env: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        start()
        assert "worker" in command
        assert env["BOOKCUB_DATA"] == "here"
        sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
        return begin(sleeping, start_new_session=start_new_session)

    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setenv("BOOKCUB_DATA", "here")
    worker = supervisor.BackgroundWorker()
    monkeypatch.delenv("BOOKCUB_DATA")  # as whatever else runs here may change it meanwhile
    worker.start()

    assert lives.wait(20)
    worker.stop()  # while it is being started

    assert worker._process
    assert worker._process.wait(20) == -signal.SIGTERM, "it may finish what it does"


def test_web_processes_that_could_not_be_started_are_started_a_moment_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    served = threading.Event()
    start = refusing_first(served.set)

    class Server:
        interrupt_signal = False

        def serve(self) -> None:
            start()

        def shutdown(self, code: int) -> None:
            raise SystemExit(code)

    monkeypatch.setattr(supervisor, "_make_server", lambda *_: Server())
    monkeypatch.setattr(Lookout, "start", lambda _: None)

    supervisor._serve_patiently(("127.0.0.1", 0), 1)

    assert served.is_set()
