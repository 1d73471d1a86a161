"""A process of its own for what would keep the interpreter from those who read. It gives way to them.

It is forked from the web process before that has a second thread, and so shares its memory. In between stands a parent, which does
nothing but fork a helper when something is to be done and there is none. A request is handed over whole, and its answer comes
back whole, both on a socket that the two have for this request alone: when one of them is gone, the other knows at once.
"""

from __future__ import annotations

import contextvars
import gc
import io
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import structlog
from django.db import connections

from bookcub.config.middleware.asking import PERSON
from bookcub.config.serving.bridge import Answer, Bridge, Environ, surroundings
from bookcub.config.serving.passing import Parcel, hand_over, take
from bookcub.config.serving.refusals import BrokenOffError
from bookcub.core import behind
from bookcub.core.processes import NICE, stop_with_parent

log = structlog.get_logger("bookcub.serving")

MOST_MEMORY = 1024 * 1024 * 1024  # bytes that a helper may ask for; then it says that it broke down
GROWN = 100 * 1024 * 1024  # bytes: a helper that has kept so much ends, and another begins small
COMES_AT = 10.0  # seconds until a helper must have begun; else the web process does without
STORED_WITHIN = 2.0  # seconds that an answer waits for what pages have left behind
PAUSE = 0.5  # seconds until a helper is forked again that ended badly
KILLED_FIRST = "500"  # of a thousand: where the machine has no memory left
THREADS, NUMBERS, MEMORY = Path("/proc/self/task"), Path("/proc/self/fd"), Path("/proc/self/statm")


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperTerms:
    """Of one helper. Times are in seconds."""

    name: str
    patience: float  # until one that does not answer is killed
    idle: float = 300  # until one that has nothing to do ends; the next request has another forked


class Elsewhere:
    """Asks the same application as a bridge, in a helper of its own: one request after the other."""

    def __init__(self, bridge: Bridge, terms: HelperTerms) -> None:
        self._bridge = bridge
        self._terms = terms
        self._door: socket.socket | None = None
        # Held open by this process alone: it closes with it.
        self._life: IO[bytes] | None = None

    def begin(self) -> bool:
        """Fork the parent. Where that cannot be done safely, requests are answered in this process, and this returns False."""
        if sys.platform != "linux":
            return False
        if len(list(THREADS.iterdir())) > 1:
            log.warning("nothing is forked beside other threads", name=self._terms.name)
            return False
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        # Where as many have knocked as there is room for, and nobody came, nobody waits.
        ours.settimeout(0)
        ends, begins = os.pipe()
        # What is open on both sides of a fork, SQLite forbids.
        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
        gc.collect()
        # What is there by now stays, here and there: nobody need look through it, which would copy it.
        gc.freeze()
        self._door, self._life = ours, os.fdopen(begins, "wb")
        parent = _fork(lambda: _Parent(self._bridge, self._terms, theirs, ends).stand_by())
        theirs.close()
        os.close(ends)
        return parent is not None

    def ask(self, environ: Environ) -> Answer:
        """Return the whole answer; blocks. Raises BrokenOffError when the helper ends or stands still before that."""
        # What waits here to be written nobody there can know of: how far somebody has read decides what they are shown.
        behind.finish(STORED_WITHIN)
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                if not self._knock(theirs):
                    return self._bridge.ask(environ)
            return self._converse(ours, environ)

    def _knock(self, line: socket.socket) -> bool:
        if self._door is None:
            return False
        try:
            socket.send_fds(self._door, [b"."], [line.fileno()])
        except BlockingIOError:
            return False
        except OSError as error:
            log.error("nobody works elsewhere any more", name=self._terms.name, reason=str(error))  # noqa: TRY400  # no fault of ours
            self._door = None
            return False
        return True

    def _converse(self, line: socket.socket, environ: Environ) -> Answer:
        line.settimeout(COMES_AT)
        try:
            helper = int(take(line).facts["helper"])
        except (OSError, EOFError):
            # Nothing has been handed over.
            log.error("no helper comes, so this is answered here", name=self._terms.name)  # noqa: TRY400  # no fault of ours
            return self._bridge.ask(environ)
        try:
            line.settimeout(self._terms.patience)
            hand_over(line, _request(environ))
            given = take(line)
        except TimeoutError:
            log.error("work elsewhere stands still and is ended", name=self._terms.name)  # noqa: TRY400  # as above
            with suppress(ProcessLookupError):
                os.kill(helper, signal.SIGKILL)
            raise BrokenOffError from None
        except (OSError, EOFError):
            raise BrokenOffError from None
        if "failed" in given.facts:
            raise BrokenOffError
        if "person" in given.facts:
            environ[PERSON] = given.facts["person"]
        headers = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in given.facts["headers"]
        ]
        return Answer(given.facts["status"], headers, given.content, took=given.facts["took"])


def _request(environ: Environ) -> Parcel:
    body = environ["wsgi.input"]
    content = body.read() if isinstance(body, io.BytesIO) else body
    return Parcel({key: value for key, value in environ.items() if isinstance(value, str)}, content)


class _Parent:
    """Sees to it that there is a helper, for as long as the web process lives."""

    def __init__(self, bridge: Bridge, terms: HelperTerms, door: socket.socket, life: int) -> None:
        self._bridge = bridge
        self._terms = terms
        self._door = door
        self._life = life

    def stand_by(self) -> None:
        signal.set_wakeup_fd(-1)
        # It ends with the web process, and never before.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _let_go_of_all_but({self._door.fileno(), self._life})
        while self._life not in select.select([self._life, self._door], [], [])[0]:
            if not self._have_it_done():
                time.sleep(PAUSE)

    def _have_it_done(self) -> bool:
        """Let a helper work until it ends, or this process with the web process; return whether it ended of itself."""
        parent = os.getpid()
        ends, begins = os.pipe()  # the helper holds the other end for as long as it lives
        helper = _fork(
            lambda: _Helper(self._bridge, self._terms, self._door, self._life).work(parent)
        )
        os.close(begins)
        if helper is None:
            os.close(ends)
            return False
        ready, _, _ = select.select([self._life, ends], [], [])
        os.close(ends)
        if self._life in ready:
            os._exit(0)  # the helper sees that its parent is gone
        _, status = os.waitpid(helper, 0)
        code = os.waitstatus_to_exitcode(status)
        if code:
            log.error("a helper ended and is replaced", name=self._terms.name, code=code)
        return code == 0


class _Helper:
    """Answers what is handed in at the door, one request after the other."""

    def __init__(self, bridge: Bridge, terms: HelperTerms, door: socket.socket, life: int) -> None:
        self._bridge = bridge
        self._terms = terms
        self._door = door
        self._life = life

    def work(self, parent: int) -> None:
        """Until asked to end, too large, idle for long, or until the web process is gone."""
        asked_to_end = _give_way()
        stop_with_parent(parent=parent)
        small = _memory()
        while True:
            ready, _, _ = select.select(
                [self._door, self._life, asked_to_end], [], [], self._terms.idle
            )
            if self._door not in ready:
                break
            _, [line], _, _ = socket.recv_fds(self._door, 1, 1)
            with socket.socket(fileno=line) as sender, suppress(OSError, EOFError):
                self._answer(sender)
            if asked_to_end in ready or _memory() - small > GROWN:
                break
        behind.finish()
        connections.close_all()

    def _answer(self, sender: socket.socket) -> None:
        hand_over(sender, Parcel({"helper": os.getpid()}))
        given = take(sender)
        environ: Environ = given.facts
        body = io.BytesIO(given.content) if isinstance(given.content, bytes) else given.content
        environ |= surroundings(body)
        began = time.process_time()
        with body:
            try:
                # In a context of its own: what one request sets (a language, a zone) the next must not find.
                answer = contextvars.copy_context().run(self._bridge.ask, environ)
            except Exception:
                log.exception("an answer broke off", name=self._terms.name)
                hand_over(sender, Parcel({"failed": True}))
                return
        behind.finish(STORED_WITHIN)  # nor the other way round, once this is answered
        facts: dict[str, Any] = {
            "status": answer.status,
            "headers": [
                (name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers
            ],
            "took": time.process_time() - began,
        }
        if PERSON in environ:
            facts["person"] = environ[PERSON]
        try:
            hand_over(sender, Parcel(facts, answer.body))
        finally:
            if not isinstance(answer.body, bytes):
                answer.body.close()


def _give_way() -> int:
    """Take the place of a helper on this machine; return what can be read once it is asked to end."""
    os.nice(NICE)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(KILLED_FIRST)
    asked, asking = os.pipe()
    os.set_blocking(asking, False)
    signal.set_wakeup_fd(asking)
    signal.signal(signal.SIGTERM, lambda *_: None)
    return asked


def _fork(run: Callable[[], object]) -> int | None:
    """Run this as all that a forked process does; return its id, or None where the system has no room for another."""
    try:
        child = os.fork()
    except OSError as error:
        log.error("no process for work elsewhere", reason=error.strerror)  # noqa: TRY400  # no fault of ours
        return None
    if child:
        return child
    code = 1
    try:
        run()
        code = 0
    except BaseException:
        log.exception("work elsewhere ended")
    finally:
        sys.stderr.flush()
        # What stands above in the stack belongs to the parent.
        os._exit(code)


def _let_go_of_all_but(kept: set[int]) -> None:
    """Turn every inherited file into one that holds nothing.

    Not closed: objects of the web process still know the numbers, which would soon be those of other files.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in [int(path.name) for path in NUMBERS.iterdir()]:
        if number > 2 and number not in kept and number != nothing:  # noqa: PLR2004  # input, output, errors
            with suppress(OSError):
                os.fstat(number)
                os.dup2(nothing, number, inheritable=False)
    os.close(nothing)


def _memory() -> int:
    return int(MEMORY.read_text().split()[1]) * resource.getpagesize()
