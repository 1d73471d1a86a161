import os
import signal
import socket
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.ready import copy_of
from tests.serving import Served, served

pytestmark = pytest.mark.slow_first


@pytest.fixture
def stories(tmp_path: Path, migrated: Path) -> Path:
    return copy_of(migrated, tmp_path / "stories")


def eventually(holds: Callable[[], bool], *, within: float = 20) -> bool:
    end = time.monotonic() + within
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def test_an_archive_lives_through_the_death_of_its_parts_and_leaves_nothing_behind(
    stories: Path,
) -> None:
    archive = Served(stories, keeper_password="a long walk by the weir")  # noqa: S106  # a test's
    assert archive.run("init", "--name", "Room", "--keeper", "Moth").returncode == 0
    with served(archive):
        archive.wait_for("/health")
        before = archive.children()
        assert before.keys() == {"web", "worker"}

        os.kill(before["web"], signal.SIGKILL)
        os.kill(before["worker"], signal.SIGKILL)

        def both_are_new() -> bool:
            now = archive.children()
            return now.keys() == before.keys() and not set(now.values()) & set(before.values())

        assert eventually(both_are_new)
        archive.wait_for("/health")

        killed = archive.children()
        unfinished = [half_a_form(archive.port) for _ in range(6)]
        assert archive.ask("/health/live")[0] == 200
        archive.stop(signal.SIGKILL)
        assert eventually(lambda: not any(alive(pid) for pid in killed.values()))
        for each in unfinished:
            each.close()

        archive.start()
        archive.wait_for("/health")
        last = archive.children()
        assert archive.stop(signal.SIGINT) == 0
        assert eventually(lambda: not any(alive(pid) for pid in last.values()))

    assert "Traceback" not in archive.output()
    assert archive.url in archive.output()
    assert "/setup/" not in archive.output()
    assert {path.name for path in stories.iterdir()} >= {"bookcub.sqlite3", "secret-key", "files"}


def test_heavy_work_that_is_killed_is_told_to_its_sender_and_to_nobody_else(stories: Path) -> None:
    archive = Served(stories, keeper_password="a long walk by the weir")  # noqa: S106  # a test's
    assert archive.run("init", "--name", "Room", "--keeper", "Moth").returncode == 0
    with served(archive):
        archive.wait_for("/health")
        web = archive.children()["web"]
        assert long_form(archive.port)[0] == 422  # no such member
        [helper] = [pid for parent in children_of(web) for pid in children_of(parent)]
        with (
            ThreadPoolExecutor(1) as sender,
            closing(sqlite3.connect(stories / "bookcub.sqlite3")) as rows,
        ):
            rows.execute("BEGIN IMMEDIATE")
            sent = sender.submit(long_form, archive.port)
            time.sleep(1)
            assert archive.ask("/health/live")[0] == 200
            os.kill(helper, signal.SIGKILL)
            status, page = sent.result(20)
        assert (status, "That broke off" in page) == (503, True)
        assert long_form(archive.port)[0] == 422
        parents = children_of(web)
        everybody = [web, *parents, *(pid for parent in parents for pid in children_of(parent))]
        assert len(everybody) == 4

        archive.stop(signal.SIGKILL)

        assert eventually(lambda: not any(alive(pid) for pid in everybody))
    assert "Traceback" not in archive.output()


def test_a_taken_port_is_a_sentence(stories: Path) -> None:
    archive = Served(stories)
    with socket.socket() as other:
        other.bind(("127.0.0.1", archive.port))
        other.listen()

        done = archive.run("serve")

    assert done.returncode == 1
    assert "Bookcub is at" not in done.stdout
    assert f"Cannot listen on 127.0.0.1:{archive.port}" in done.stderr
    assert "Traceback" not in done.stderr


def half_a_form(port: int) -> socket.socket:
    """A request that goes on as long as its server does."""
    sender = socket.create_connection(("127.0.0.1", port))
    head = f"POST /users/login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 100000\r\n\r\n"
    sender.sendall(head.encode() + b"name=")
    return sender


def long_form(port: int) -> tuple[int, str]:
    """Log in with a name and a password that nobody has, in a form so long that it is heavy; return what a browser is told."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/users/login")
    answer = connection.getresponse()
    cookies = {part.split(";")[0] for part in answer.headers.get_all("Set-Cookie", [])}
    token = answer.read().decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    words = {"csrfmiddlewaretoken": token, "name": "Nobody", "password": "x", "next": "x" * 100_000}
    heads = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "text/html",
        "Cookie": "; ".join(cookies),
    }
    connection.request("POST", "/users/login", urlencode(words), heads)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    # A process that has ended and whose parent has not looked yet.
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")
