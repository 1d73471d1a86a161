"""The child process in which files are parsed."""

import errno
import os
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from bookcub.formats.club_file.reading import MisfitError
from bookcub.formats.documents import reader as documents
from bookcub.formats.story.parsed import ParsedWork, Refusal
from bookcub.importing import sandbox, worker
from bookcub.importing.sources import Source, read_sources
from tests.formats.making import docx, epub, para, run, zipped

RUBBISH = b"\x7fELF\x02\x01\x01" + bytes(3000)
MEASURE = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from bookcub.importing.sources import Source, read_sources
read_sources([Source("x", Path(sys.argv[2]))])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Put another program in the child's place."""
    script = tmp_path / "child.py"
    script.write_text(textwrap.dedent(code))
    monkeypatch.setattr(sandbox, "CHILD", script)


def outcomes(count: int = 1, scratch: Path | None = None) -> list[object]:
    return list(sandbox.parse_in_child([("x", b"It rained.")] * count, scratch))


def codes(found: list[object]) -> list[str]:
    return [outcome.code for outcome in found if isinstance(outcome, Refusal)]


def test_a_child_that_hangs_is_killed_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "pid"
    child(
        tmp_path,
        monkeypatch,
        f"""
        import subprocess, time
        other = subprocess.Popen(["sleep", "600"])
        open({str(mark)!r}, "w").write(str(other.pid))
        time.sleep(600)
    """,
    )
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 2.0)

    assert codes(outcomes()) == ["too-slow"]
    status = Path(f"/proc/{mark.read_text()}/stat")
    deadline = time.monotonic() + 5
    while status.exists() and " Z " not in status.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not status.exists() or " Z " in status.read_text()


@pytest.mark.parametrize(
    "code",
    ["raise SystemExit(3)", "import os; os.kill(os.getpid(), 11)", "print('not json')", "print('{}')",
     "print('{\"kind\": \"work\", \"value\": {\"title\": 5}}')", "print('[' * 100000)",
     "import sys; sys.stdout.write('x' * 200_000_000)"],
)  # fmt: skip
def test_a_child_that_breaks_or_lies_gives_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    child(tmp_path, monkeypatch, code)

    assert set(codes(outcomes())) <= {"fell", "too-slow"}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise SystemExit(3)", "fell"),
        ("import resource as r; r.setrlimit(r.RLIMIT_CPU, (1, 1))\nwhile True: pass", "too-slow"),
        ("import resource as r; r.setrlimit(r.RLIMIT_CPU, (1, 9))\nwhile True: pass", "too-slow"),
    ],
)
def test_a_child_that_fell_is_told_apart_from_one_that_was_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, told: str
) -> None:
    child(tmp_path, monkeypatch, code)

    assert codes(outcomes()) == [told]


def test_a_machine_without_room_for_one_more_process_says_so_and_reads_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin, refusals = subprocess.Popen, iter([OSError(errno.EAGAIN, "no room")])

    def popen(*command: Any, **more: Any) -> subprocess.Popen[bytes]:
        for refusal in refusals:
            raise refusal
        return begin(*command, **more)

    monkeypatch.setattr(subprocess, "Popen", popen)
    found = outcomes(2)

    assert codes(found) == ["busy"]
    assert isinstance(found[1], ParsedWork)


def test_a_machine_without_room_for_one_more_process_reads_no_club(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def popen(*_: object, **__: object) -> None:
        raise OSError(errno.EAGAIN, "no room")

    monkeypatch.setattr(subprocess, "Popen", popen)
    with pytest.raises(MisfitError, match="too much to do"):
        sandbox.club_in_child(b"{}")


def test_an_importer_that_breaks_says_where_and_takes_no_other_file_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = """
    import bookcub.formats.table as table
    before = table.describe
    table.describe = lambda content, **more: {}["hush"] if b"!" in content else before(content, **more)
"""
    broken = sandbox.CHILD.read_text().replace("    read = {", f"{code}    read = {{")
    child(tmp_path, monkeypatch, broken)
    found = read_sources([Source("a", b"It rained!"), Source("b", b"It dawned.")])

    assert codes(list(found)) == ["fell"]
    assert isinstance(found[1], ParsedWork)


def test_a_zip_is_taken_apart_in_the_child_and_a_broken_one_gives_nothing() -> None:
    packed = zipped([("b.txt", "It dawned."), ("a.txt", "It rained."), ("c.png", b"x")])

    assert [name for name, _ in sandbox.members_in_child(packed)] == ["a.txt", "b.txt"]
    assert sandbox.members_in_child(packed)[0][1] == b"It rained."
    assert sandbox.members_in_child(packed[:40]) == sandbox.members_in_child(b"no ZIP") == []


def test_a_damaged_book_is_called_by_what_its_name_says() -> None:
    [found] = read_sources([Source("broken.epub", epub([("a.xhtml", "<p>x</p>")])[:-300])])

    assert isinstance(found, Refusal)
    assert found.sentence == "This EPUB file is damaged and could not be read."


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.docx", "Word document"), ("b.odt", "OpenDocument text"), ("c.epub", "EPUB file")],
)
def test_rubbish_is_called_a_damaged_file_of_the_kind_that_its_name_says(
    name: str, kind: str
) -> None:
    named, other = read_sources([Source(name, RUBBISH), Source("a.bin", RUBBISH)])

    assert isinstance(named, Refusal)
    assert isinstance(other, Refusal)
    assert named.sentence == f"This {kind} is damaged and could not be read."
    assert other.code == "unknown-format"


def test_a_busy_machine_refuses_nothing() -> None:
    assert sandbox.WALL_SECONDS >= 10 * worker.CPU_SECONDS
    assert documents.WALL_SECONDS >= 10 * documents.SECONDS


def test_one_bad_file_does_not_take_the_others_along() -> None:
    bad = b"<html>" + b"<p>It rained.</p>\n" * 430_000
    found = read_sources([Source("a", b"It rained."), Source("b", bad), Source("c", b"It dawned.")])

    assert isinstance(found[0], ParsedWork)
    assert isinstance(found[1], Refusal)
    assert isinstance(found[2], ParsedWork)


def test_nothing_is_left_behind_and_nothing_written_elsewhere(tmp_path: Path) -> None:
    found = read_sources([Source("x", docx(para(run("It rained."))))], scratch=tmp_path)

    assert isinstance(found[0], ParsedWork)
    assert list(tmp_path.iterdir()) == []


def test_the_child_knows_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOOKCUB_SECRET", "hush")
    seen = tmp_path / "seen"
    child(
        tmp_path,
        monkeypatch,
        f"""
        import os
        open({str(seen)!r}, "w").write(repr(dict(os.environ)) + os.getcwd() + repr(os.read(0, 10)))
    """,
    )
    outcomes(scratch=tmp_path)

    seen_there = seen.read_text()
    assert "hush" not in seen_there
    assert str(tmp_path) in seen_there
    assert seen_there.endswith("b''")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux takes the network away")
def test_the_child_has_no_network() -> None:
    may_give_up = subprocess.run(
        ["/usr/bin/env", "unshare", "-Urn", "true"], check=False, capture_output=True
    )
    if may_give_up.returncode:
        pytest.skip("This system does not let a process give up its network.")
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    code = (
        "import sys, socket; sys.path.insert(0, sys.argv[1])\n"
        "from bookcub.importing import worker\nworker._limit()\n"
        f"socket.create_connection(('127.0.0.1', {port}), 2)"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, str(sandbox.ROOT)], capture_output=True, text=True, check=False
    )
    listener.close()

    assert done.returncode != 0
    assert "OSError" in done.stderr


@pytest.mark.parametrize(("parents", "own"), [(0, 10), (19, 19)])
def test_the_child_gives_way_to_those_who_read(parents: int, own: int) -> None:
    code = (
        "import os, sys; sys.path.insert(0, sys.argv[1])\n"
        "from bookcub.importing import worker\n"
        f"os.nice({parents}); worker._limit(); print(os.nice(0))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, str(sandbox.ROOT)], capture_output=True, text=True, check=True
    )

    assert int(done.stdout) == own


@pytest.mark.parametrize("kind", ["page", "document", "bomb"])
def test_memory_stays_at_about_two_hundred_megabytes(tmp_path: Path, kind: str) -> None:
    words = [f"word{n}" for n in range(400)]
    lines = [" ".join(words[n % 300 : n % 300 + 60]) for n in range(9000)]
    source = tmp_path / "source"
    if kind == "page":
        source.write_text("<html>" + "".join(f"<p>{line}</p>\n" for line in lines))
    elif kind == "document":
        source.write_bytes(docx(*(para(run(line)) for line in lines[:1700])))
    else:
        source.write_text("<html>" + "<p>a<b>b" * 900_000)
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", MEASURE, str(sandbox.ROOT), str(source)],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip

    assert int(done.stdout) < 240 * 1024


@pytest.mark.parametrize("path", ["missing.txt", "."])
def test_what_cannot_be_opened_is_refused(tmp_path: Path, path: str) -> None:
    assert codes(list(read_sources([Source("x", tmp_path / path)]))) == ["unreadable"]


def test_nothing_in_gives_nothing_out() -> None:
    assert read_sources([]) == []
