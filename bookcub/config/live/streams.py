"""One stream of Server-Sent Events, from the first header to the last."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextlib import suppress
from typing import Any

import structlog

from bookcub.config.live.hub import Hub, Listener
from bookcub.config.live.rooms import Ticket
from bookcub.core.event_stream import as_event, come_back_after

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]

log = structlog.get_logger("bookcub.request")

# The view's word to the shell; it never leaves the house.
TICKET = b"x-bookcub-stream"
# Of the view's own answer, which had an end.
LET_GO = frozenset({TICKET, b"content-length", b"content-encoding", b"etag", b"cache-control"})
OF_STREAMS = [
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would keep lines back until it has a pageful
]


def ticket_in(headers: Headers) -> Ticket | None:
    """Return the ticket that a view's answer holds, if it lets a stream begin."""
    for name, value in headers:
        if name == TICKET:
            return Ticket(**json.loads(value))
    return None


class Stream:
    """Tells one listener everything that happens, until one of both has enough."""

    def __init__(self, hub: Hub, *, path: str) -> None:
        self.hub = hub
        self.path = path
        self.told = 0

    async def run(self, ticket: Ticket, headers: Headers, receive: Receive, send: Send) -> None:
        """Send from the head on; returns when the stream has ended."""
        if self.hub.is_closing or self.hub.is_full:
            await _put_off(send)
            return
        began = time.monotonic()
        kept = [(name, value) for name, value in headers if name not in LET_GO]
        listener = self.hub.join(ticket)
        gone = asyncio.create_task(_when_gone(receive, listener))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": kept + OF_STREAMS})
            await self._tell(listener, send)
        except OSError:
            listener.end("gone")
        finally:
            gone.cancel()
            self.hub.leave(listener)
            log.info(
                "stream ended",
                path=self.path,
                user=ticket.person,
                seconds=round(time.monotonic() - began, 1),
                lines=self.told,
                because=listener.ended,
            )

    async def _tell(self, listener: Listener, send: Send) -> None:
        timing = self.hub.timing
        await _part(send, come_back_after(timing.again))
        while not listener.ended:
            with suppress(TimeoutError):
                await asyncio.wait_for(listener.stir.wait(), timing.heartbeat)
            if not listener.stir.is_set():
                # An event, not a comment: a browser's script hears no others, and must notice their absence.
                written = as_event("beat", "-")
            else:
                listener.stir.clear()
                written = await self._written(listener)
            if not written:
                continue
            try:
                # A browser that takes nothing comes back when it can, and says where it was.
                await asyncio.wait_for(_part(send, written), timing.patience)
            except TimeoutError:
                listener.end("slow")
                return
        if listener.ended in {"refused", "elsewhere"}:
            await _part(send, as_event("bye", listener.ended))
        await _part(send, b"", more=False)

    async def _written(self, listener: Listener) -> bytes:
        lines, state = await self.hub.news(listener)
        self.told += len(lines)
        told = [as_event("line", line.data, number=line.number) for line in lines]
        return b"".join([*told, as_event("state", state) if state else b""])


async def _when_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end("gone")


async def _part(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _put_off(send: Send) -> None:
    headers = [(b"retry-after", b"5"), (b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
