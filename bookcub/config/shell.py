"""The thin ASGI shell around Django: it receives what comes in, shares out threads, and sends what goes out."""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from multiprocessing import parent_process
from pathlib import Path

import structlog
from django.conf import settings

from bookcub.config.live.hub import Hub
from bookcub.config.live.streams import TICKET, Stream, ticket_in
from bookcub.config.lookout import ANSWERING, ASKING, is_lookout
from bookcub.config.middleware.asking import PERSON
from bookcub.config.serving.answers import send_answer
from bookcub.config.serving.bodies import Bodies, Body, Bounds, GoneError
from bookcub.config.serving.bridge import (
    Answer,
    Application,
    Asks,
    Bridge,
    Environ,
    environ_of,
    peer_of,
)
from bookcub.config.serving.choosing import SAFE, Lanes
from bookcub.config.serving.connections import let_go_of_the_deaf
from bookcub.config.serving.lanes import AsideError, Lane
from bookcub.config.serving.messages import Message, Receive, Scope, Send
from bookcub.config.serving.refusals import RefusedError, SlowDownError, refuse, say
from bookcub.config.serving.requesters import Allowance, Asker, Members
from bookcub.config.serving.statics import Statics
from bookcub.core.addresses import home_of, is_private, requester_address

log = structlog.get_logger("bookcub.serving")

OPEN = 128  # requests of one person or address that are being received, waited for, or sent


class Shell:
    """Answers /health/live, static files and live streams by itself, and everything else by Django's WSGI handler.

    A thread is taken only when the whole request is there, and given back before the answer is sent: nobody holds one by
    being slow. Whether somebody may listen to a room, a view decides like everything else, with session, horizon and
    the same 404; when its answer holds a ticket, the shell takes over, and the thread is free again.
    """

    def __init__(  # noqa: PLR0913  # each part can be left out; keyword-only
        self,
        django: Application,
        *,
        threads: int,
        upload_limit: int,
        hub: Hub | None = None,
        statics: Statics | None = None,
        a_minute: int = 0,
        elsewhere: Mapping[str, Asks] | None = None,
    ) -> None:
        self.lanes = Lanes(threads)
        self.members = Members(settings.SESSION_COOKIE_NAME)
        folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
        self._bridge = Bridge(django, folder=folder)
        self._elsewhere = elsewhere or {}
        self.lanes.traffic.has_aside = self.lanes.aside.name in self._elsewhere
        self._bodies = Bodies(Bounds(size=upload_limit), folder=folder)
        self._allowance = Allowance(a_minute)
        self._hub = hub
        self._statics = statics
        self._open: Counter[int | str] = Counter()
        self._has_warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["path"] == "/health/live":
            await self._say_whether_alive(scope, send)
        elif self._statics and self._statics.holds(scope["path"]):
            await send_answer(send, await self._statics.answer(scope), is_head=_is_head(scope))
        else:
            try:
                await self._serve(scope, receive, send)
            except RefusedError as refused:
                # Without its address, which may let its bearer in.
                log.info("refused", why=type(refused).__name__, status=refused.status)
                await refuse(send, scope, refused)
            except GoneError:
                # Nobody hears this; the server only wants its request answered.
                await say(send, 408, b"text/plain", b"")

    async def _say_whether_alive(self, scope: Scope, send: Send) -> None:
        stuck = [lane.name for lane in self.lanes if lane.is_stuck]
        payload = {"alive": False, "stuck": stuck} if stuck else {"alive": True}
        asked = dict(scope["headers"]).get(ASKING.lower().encode(), b"")
        told = (
            [(ANSWERING.lower().encode(), str(os.getpid()).encode())] if is_lookout(asked) else []
        )
        body = json.dumps(payload).encode()
        await say(send, 503 if stuck else 200, b"application/json", body, told)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        requester = Asker(self.members.person_of(scope), home_of(self._address(scope)))
        if wait := self._allowance.wait_for(requester.key):
            raise SlowDownError(wait)
        leaving = Leaving(receive)
        try:
            with self._counted(requester):
                body = await self._bodies.receive(
                    receive, address=requester.home, announced=_announced_size(scope)
                )
                try:
                    answer = await self._ask(scope, leaving, body, requester)
                finally:
                    self._bodies.let_go(body)
                ticket = ticket_in(answer.headers) if scope["method"] == "GET" else None
                if not (self._hub and ticket):
                    answer.headers = [header for header in answer.headers if header[0] != TICKET]
                    await send_answer(send, answer, is_head=_is_head(scope))
            if self._hub and ticket:
                stream = Stream(self._hub, path=scope["path"])
                await stream.run(ticket, answer.headers, leaving, send)
        finally:
            leaving.close()

    async def _ask(self, scope: Scope, leaving: Leaving, body: Body, requester: Asker) -> Answer:
        method, path = scope["method"], scope["path"]
        lane = self.lanes.lane_for(
            method, path, size=body.size, is_member=requester.person is not None
        )
        environ = environ_of(scope, body.reader(), body.size)
        # What somebody has written is kept even if they do not stay to see it.
        left = leaving if method in SAFE else None
        try:
            answer = await lane.run(requester.key, self._asking(lane, environ), left=left)
        except AsideError:
            aside = self.lanes.aside
            answer = await aside.run(requester.key, self._asking(aside, environ), left=left)
            self.lanes.traffic.spend(requester.key, answer.took)
        if PERSON in environ:
            self.members.learn(scope, environ[PERSON])
        return answer

    def _asking(self, lane: Lane, environ: Environ) -> Callable[[], Answer]:
        """How to ask what stands in this lane."""
        return partial(self._elsewhere.get(lane.name, self._bridge).ask, environ)

    @contextmanager
    def _counted(self, requester: Asker) -> Iterator[None]:
        key = requester.key
        if self._open[key] >= OPEN:
            raise SlowDownError
        self._open[key] += 1
        try:
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]

    def _address(self, scope: Scope) -> str:
        peer = peer_of(scope)
        proxies: int = settings.BOOKCUB_PROXIES
        forwarded_for = ",".join(
            value.decode("latin-1")
            for name, value in scope["headers"]
            if name == b"x-forwarded-for"
        )
        if forwarded_for and not proxies and is_private(peer):
            # All guests would share the proxy's turn. Only turns: nothing else believes this header.
            proxies = 1
            if not self._has_warned:
                self._has_warned = True
                log.warning("a proxy is in front, but BOOKCUB_PROXIES is 0", peer=peer)
        return requester_address(peer, forwarded_for, proxies)


class Leaving:
    """Hears, once, that the other end has left; whoever stops listening does not keep others from hearing it."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._heard: asyncio.Task[Message] | None = None

    async def __call__(self) -> Message:
        """Return when they have left, with the message that says so."""
        self._heard = self._heard or asyncio.create_task(self._hear())
        return await asyncio.shield(self._heard)

    def close(self) -> None:
        """Listen no longer."""
        if self._heard:
            self._heard.cancel()

    async def _hear(self) -> Message:
        while (message := await self._receive())["type"] != "http.disconnect":
            pass
        return message


def _is_head(scope: Scope) -> bool:
    return bool(scope["method"] == "HEAD")


def _announced_size(scope: Scope) -> int | None:
    headers = dict(scope["headers"])
    size = headers.get(b"content-length", b"")
    if size.isdigit():
        return int(size)
    return None if b"transfer-encoding" in headers or scope["http_version"] == "2" else 0


def make() -> Shell:
    """Build the application of one web process; granian calls this in each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookcub.config.settings")
    # Imported here: this module is also read by processes that never serve.
    from bookcub.config.environment import environment  # noqa: PLC0415
    from bookcub.config.live.shutdown import before_shutdown  # noqa: PLC0415
    from bookcub.config.serving.watching import watch  # noqa: PLC0415
    from bookcub.config.wsgi import application  # noqa: PLC0415
    from bookcub.core.processes import stop_with_parent  # noqa: PLC0415

    given = environment()
    # Before anything begins a thread or holds a file.
    elsewhere = _elsewhere(application)
    hub = _hub()
    loop = asyncio.get_event_loop()
    before_shutdown(loop, hub.close)
    parent = parent_process()
    if parent is not None and parent.pid is not None:
        stop_with_parent(parent=parent.pid)
    shell = Shell(
        application,
        threads=given.threads,
        upload_limit=given.upload_limit,
        hub=hub,
        statics=Statics(),
        a_minute=given.requests_per_minute,
        elsewhere=elsewhere,
    )
    watch(loop, shell.lanes)
    loop.call_soon(let_go_of_the_deaf)  # the loop begins once the server listens
    return shell


def _elsewhere(application: Application) -> Mapping[str, Asks]:
    """Who answers, by lanes, what is not answered in this process."""
    # Imported here: these need Django set up.
    from bookcub.config.serving.elsewhere import Elsewhere, HelperTerms  # noqa: PLC0415
    from bookcub.config.serving.preparing import prepare  # noqa: PLC0415

    prepare()
    bridge = Bridge(application, folder=Path(settings.FILE_UPLOAD_TEMP_DIR))
    every = (
        HelperTerms(name="heavy", patience=540),
        HelperTerms(name="aside", patience=60, idle=60),
    )
    return {terms.name: each for terms in every if (each := Elsewhere(bridge, terms)).begin()}


def _hub() -> Hub:
    # Rooms are models: Django must be set up before this is imported.
    from bookcub.config.live.meeting_rooms import meeting_hub  # noqa: PLC0415

    return meeting_hub()
