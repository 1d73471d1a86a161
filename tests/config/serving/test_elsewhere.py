"""Work in a process of its own: its answers, its end however it comes, and who stands in for it."""

from __future__ import annotations

import io
import os
import resource
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any

import pytest
from django.conf import settings
from django.utils import timezone

from bookcub.config.middleware.asking import PERSON
from bookcub.config.serving import elsewhere
from bookcub.config.serving.bridge import Answer, Bridge, Environ, FileToSend, surroundings
from bookcub.config.serving.elsewhere import Elsewhere, HelperTerms
from bookcub.config.serving.refusals import BrokenOffError
from bookcub.core import behind

View = Callable[[Environ], Iterable[bytes]]

LARGE = b"x" * 300_000


def echo(environ: Environ) -> Iterable[bytes]:
    environ[PERSON] = 7
    return [environ["wsgi.input"].read(), environ["HTTP_X_SAID"].encode("latin-1")]


def zone(_: Environ) -> Iterable[bytes]:
    before = timezone.get_current_timezone_name()
    timezone.activate("Asia/Tokyo")
    return [before.encode()]


def file(_: Environ) -> Iterable[bytes]:
    opened = tempfile.TemporaryFile()  # noqa: SIM115  # the bridge closes it
    opened.write(b"leave this" + LARGE)
    opened.seek(10)
    return FileToSend(opened)


def then_done(happens: Callable[[], object]) -> View:
    def view(_: Environ) -> Iterable[bytes]:
        happens()
        return [b"done"]

    return view


VIEWS: dict[str, View] = {
    "/": then_done(lambda: None),
    "/echo": echo,
    "/zone": zone,
    "/file": file,
    "/large": lambda _: [LARGE],
    "/raise": then_done(lambda: int("none")),
    "/die": then_done(lambda: os.kill(os.getpid(), signal.SIGKILL)),
    "/end": then_done(lambda: os.kill(os.getpid(), signal.SIGTERM)),
    "/stay": then_done(lambda: time.sleep(60)),
}


def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Does what its path says."""
    start_response("200 OK", [("X-Helper", str(os.getpid())), ("X-Nice", str(os.nice(0)))])
    return VIEWS[environ["PATH_INFO"]](environ)


def request(path: str, body: IO[bytes] | None = None) -> Environ:
    said = {"PATH_INFO": path, "HTTP_X_SAID": "caf\xe9"}
    return {**said, **surroundings(body or io.BytesIO())}


def begun(patience: float = 20, idle: float = 20) -> Elsewhere:
    made = Elsewhere(Bridge(application), HelperTerms(name="test", patience=patience, idle=idle))
    assert made.begin()
    return made


def helper_of(answer: Answer) -> int:
    return int(dict(answer.headers)[b"x-helper"])


def content(answer: Answer) -> bytes:
    if isinstance(answer.body, bytes):
        return answer.body
    with answer.body as file:
        return file.read()


def is_gone(pid: int, *, within: float = 10) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            status = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
            if status != "Z":
                time.sleep(0.02)
                continue
        return True
    return False


def alone(scene: Callable[[], None]) -> None:
    """Play a scene in a process that has one thread, as a web process has at first."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        process.submit(scene).result(60)


def answers() -> None:
    there = begun()
    environ = request("/echo", io.BytesIO(b"four"))
    answer = there.ask(environ)
    assert (answer.status, content(answer)) == (200, b"fourcaf\xe9")
    assert environ[PERSON] == 7
    assert helper_of(answer) != os.getpid()
    assert dict(answer.headers)[b"x-nice"] == b"10"
    assert answer.took > 0
    with tempfile.TemporaryFile() as body:
        body.write(LARGE)
        body.seek(0)
        assert content(there.ask(request("/echo", body))) == LARGE + b"caf\xe9"
    assert content(there.ask(request("/large"))) == LARGE
    assert content(there.ask(request("/file"))) == LARGE
    assert len({content(there.ask(request("/zone"))) for _ in range(2)}) == 1
    assert helper_of(there.ask(request("/"))) == helper_of(answer)


def what_is_left_behind() -> None:
    """Neither begins to work before what the other has left behind is stored."""
    settings.BOOKCUB_WRITES_BEHIND = True
    place = tempfile.NamedTemporaryFile()  # noqa: SIM115  # lasts as long as this process
    places: behind.WrittenBehind[str, str] = behind.WrittenBehind("places")

    @places.stored_by
    def store(entries: Mapping[str, str]) -> None:
        time.sleep(0.3)
        with Path(place.name).open("a") as file:
            file.write("".join(entries))

    def known() -> bytes:
        return Path(place.name).read_bytes()

    def leave_two(_: Environ) -> Iterable[bytes]:
        before = known()
        places.leave("two", "")
        return [before]

    VIEWS["/leave"] = leave_two
    there = begun()
    places.leave("one", "")
    answer = there.ask(request("/leave"))
    assert helper_of(answer) != os.getpid()
    assert content(answer) == b"one"
    assert known() == b"onetwo"


def endings() -> None:
    there = begun(patience=3)
    first = helper_of(there.ask(request("/")))
    for path in ("/die", "/stay"):
        with pytest.raises(BrokenOffError):
            there.ask(request(path))
        assert is_gone(first)
        first, before = helper_of(there.ask(request("/"))), first
        assert first != before
    with pytest.raises(BrokenOffError):
        there.ask(request("/raise"))
    assert helper_of(there.ask(request("/"))) == first

    # Asked to end, it answers first.
    assert content(there.ask(request("/end"))) == b"done"
    assert is_gone(first)
    assert content(there.ask(request("/"))) == b"done"


def idleness() -> None:
    there = begun(idle=0.1)
    first = helper_of(there.ask(request("/")))
    assert is_gone(first)
    assert helper_of(there.ask(request("/"))) != first


def growth() -> None:
    elsewhere.GROWN = -1
    there = begun()
    first = helper_of(there.ask(request("/")))
    assert is_gone(first)


def without_a_parent() -> None:
    there = begun()
    helper = helper_of(there.ask(request("/")))
    parent = int(Path(f"/proc/{helper}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.kill(parent, signal.SIGKILL)
    assert is_gone(helper)
    assert helper_of(there.ask(request("/"))) == os.getpid()


def no_helper() -> None:
    """As where the system has no room for another process."""
    there = begun(idle=0.1)
    helper = helper_of(there.ask(request("/")))
    parent = int(Path(f"/proc/{helper}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.kill(parent, signal.SIGSTOP)
    assert is_gone(helper)

    patience, elsewhere.COMES_AT = elsewhere.COMES_AT, 0.001
    knocks = int(Path("/proc/sys/net/unix/max_dgram_qlen").read_text()) + 3
    assert {helper_of(there.ask(request("/"))) for _ in range(knocks)} == {os.getpid()}

    elsewhere.COMES_AT = patience
    os.kill(parent, signal.SIGCONT)
    assert any(helper_of(there.ask(request("/"))) != os.getpid() for _ in range(100))


def little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (elsewhere.MOST_MEMORY // 2,) * 2)
    assert helper_of(begun().ask(request("/"))) != os.getpid()


def open_files() -> None:
    elsewhere_of_ours = begun()  # as long as it is there, so is its helper
    with tempfile.TemporaryFile() as ours:
        helper = helper_of(elsewhere_of_ours.ask(request("/")))
        there = set()
        for path in Path(f"/proc/{helper}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile: of the answer
                there.add(path.readlink())
        assert Path("/dev/null") in there
        assert Path(f"/proc/self/fd/{ours.fileno()}").readlink() not in there


@pytest.mark.parametrize(
    "scene",
    [
        answers,
        what_is_left_behind,
        endings,
        idleness,
        growth,
        without_a_parent,
        no_helper,
        little_memory,
        open_files,
    ],
    ids=lambda s: s.__name__,
)
def test_work_elsewhere(scene: Callable[[], None]) -> None:
    alone(scene)


def web_process(told: Connection) -> None:
    there = begun()
    helper = helper_of(there.ask(request("/")))
    told.send(helper)
    told.recv()


def test_nobody_works_on_for_a_process_that_is_gone() -> None:
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=web_process, args=(theirs,))
    process.start()
    helper = ours.recv()
    parent = int(Path(f"/proc/{helper}/stat").read_text().rsplit(")", 1)[1].split()[1])
    process.kill()
    process.join()

    assert is_gone(parent)
    assert is_gone(helper)


def test_where_there_are_threads_already_nothing_is_forked() -> None:
    there = Elsewhere(Bridge(application), HelperTerms(name="test", patience=20))
    let_go = threading.Event()
    other = threading.Thread(target=let_go.wait)
    other.start()

    assert not there.begin()
    assert helper_of(there.ask(request("/"))) == os.getpid()
    let_go.set()
    other.join()
