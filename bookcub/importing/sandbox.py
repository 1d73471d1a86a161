"""Untrusted files are parsed in a child process that can do little and is soon over.

The child gets a copy of each file in a private temporary folder, an empty environment, no standard
input, no network where the system lets us take it away, and limits on memory, processor time and
the size of files. It answers one line of JSON per file. If it dies or dawdles, it is killed with
its whole process group, that file is refused, and a new child goes on with the next.

What a file costs is bounded by the processor's time; the clock on the wall only ends what waits for nothing.
"""

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import structlog

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.club_file.reading import MisfitError
from bookcub.formats.story import refusals, serialisation
from bookcub.formats.story.parsed import ParseResult

Understood = TypeVar("Understood")
log = structlog.get_logger("bookcub.importing")

MAX_SOURCE_BYTES = 100 * 1024 * 1024
#: A busy machine may give a child a tenth of a processor; one that has its seconds is over long before.
WALL_SECONDS = 180.0
TOO_MUCH = gettext_noop("This file holds more than the export of a club can hold.")
MAX_ANSWER_BYTES = 96 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).resolve().parent / "worker.py"


def parse_in_child(
    sources: Sequence[tuple[str, bytes | Path]], scratch: Path | None = None, *, letters: str = ""
) -> list[ParseResult]:
    """Describe each named source in a child process. One outcome for each, in order.

    `letters` is the encoding that their owner says they have; without, it is found out.
    """
    with tempfile.TemporaryDirectory(prefix="bookcub-import-", dir=scratch) as made:
        folder = Path(made)
        refused = {n: _copy(content, folder / str(n)) for n, (_, content) in enumerate(sources)}
        outcomes = {n: outcome for n, outcome in refused.items() if outcome is not None}
        waiting = [n for n in refused if n not in outcomes]
        while waiting:
            outcomes |= _one_child(folder, waiting, letters or "story")
            waiting = [number for number in waiting if number not in outcomes]
        return [outcomes[number] for number in range(len(sources))]


def club_in_child(content: bytes) -> tuple[str, str]:
    """A club's name, and what its file says, checked and written anew. Raises MisfitError, with a sentence for people."""
    with tempfile.TemporaryDirectory(prefix="bookcub-import-") as made:
        (Path(made) / "0").write_bytes(content)
        [answer] = _answers(Path(made), [0], "club", _club).values()
    if isinstance(answer, Exception):
        raise answer
    return answer


def members_in_child(content: bytes | Path) -> list[tuple[str, bytes]]:
    """The files in a ZIP that may be stories, by name and in natural order; none where it cannot be opened."""
    with tempfile.TemporaryDirectory(prefix="bookcub-import-") as made:
        folder = Path(made)
        if _copy(content, folder / "0") is not None:
            return []
        names = _answers(folder, [0], "members", _names)[0]
        laid = [(name, folder / f"member-{number}") for number, name in enumerate(names)]
        return [(name, path.read_bytes()) for name, path in laid if path.is_file()]


def _copy(content: bytes | Path, target: Path) -> ParseResult | None:
    """Put the source into the folder; say why not if it cannot be read or is too large."""
    try:
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
        if size > MAX_SOURCE_BYTES:
            return refusals.too_large()
        if isinstance(content, bytes):
            target.write_bytes(content)
        elif content.is_file():
            shutil.copyfile(content, target)
        else:
            return refusals.unreadable()
    except (OSError, ValueError):
        return refusals.unreadable()
    return None


def _one_child(folder: Path, numbers: Sequence[int], what: str) -> dict[int, ParseResult]:
    """Start a child on these sources; stop at the first that it does not answer."""
    return _answers(folder, numbers, what, _outcome)


def _answers(
    folder: Path,
    numbers: Sequence[int],
    what: str,
    understood: Callable[[dict[str, Any]], Understood],
) -> dict[int, Understood]:
    command = [sys.executable, "-I", "-B", str(CHILD), str(ROOT), what, *map(str, numbers)]
    try:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter, fixed arguments
            command,
            cwd=folder,
            env={"LANG": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        log.warning("an importer could not be started", reason=error.strerror)
        return {numbers[0]: understood({"kind": "busy"})}
    answers: dict[int, Understood] = {}
    try:
        lines = _Lines(child)
        for number in numbers:
            line = lines.read(WALL_SECONDS)
            answers[number] = understood(_message(line, child))
            if line is None:
                break
    finally:
        _kill(child)
    return answers


def _message(line: bytes | None, child: subprocess.Popen[bytes]) -> dict[str, Any]:
    """What the child said, or what became of it. A child that fell is no child that was slow."""
    if line is None:
        return {"kind": _end_of(child)}
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        message = None
    return message if isinstance(message, dict) and "kind" in message else {"kind": "fell"}


def _end_of(child: subprocess.Popen[bytes]) -> str:
    try:
        code = child.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return "slow"  # it is still there: its time on the wall is over, or it says too much
    return "slow" if code in (-signal.SIGXCPU, -signal.SIGKILL) else "fell"


def _outcome(message: dict[str, Any]) -> ParseResult:
    kind = message["kind"]
    if kind == "busy":
        return refusals.busy()
    if kind == "slow":
        return refusals.too_slow()
    if kind == "memory":
        return refusals.too_hard()
    with contextlib.suppress(ValueError):
        return serialisation.outcome_of(message)
    log.error("an importer fell", where=str(message.get("value", ""))[:200])
    return refusals.fell()


def _names(message: dict[str, Any]) -> list[str]:
    match message:
        case {"kind": "members", "value": [*names]}:
            return [str(name) for name in names]
    return []


def _club(message: dict[str, Any]) -> tuple[str, str] | MisfitError:
    match message:
        case {"kind": "club", "value": [str(name), str(text)]}:
            return name, text
        case {"kind": "misfit", "value": [str(place), str(why)]}:
            return MisfitError(place, why)
        case {"kind": "busy"}:
            return MisfitError("", refusals.busy().sentence)
        case {"kind": "fell"}:
            log.error("the reader of clubs’ files fell", where=str(message.get("value", ""))[:200])
    return MisfitError("", TOO_MUCH)


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started, and wait until it is gone."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        child.kill()
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


class _Lines:
    """Lines from the child's standard output, each within a time and a size."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        if child.stdout is None:  # pragma: no cover - always a pipe here
            raise ValueError("The child has no output")
        self._descriptor = child.stdout.fileno()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._descriptor, selectors.EVENT_READ)
        self._left = b""

    def read(self, seconds: float) -> bytes | None:
        """The next line; None if the child ended, took too long or said too much."""
        deadline = time.monotonic() + seconds
        pieces, size = [self._left], len(self._left)
        while b"\n" not in pieces[-1]:
            rest = deadline - time.monotonic()
            if rest <= 0 or size > MAX_ANSWER_BYTES or not self._selector.select(rest):
                return None
            piece = os.read(self._descriptor, 1 << 20)
            if not piece:
                return None
            pieces.append(piece)
            size += len(piece)
        line, _, self._left = b"".join(pieces).partition(b"\n")
        return line
