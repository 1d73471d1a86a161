"""The thin ASGI shell around Django: it bounds what comes in, and hands on to a small pool of threads."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import MutableMapping
from multiprocessing import parent_process
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from bookcub.config.live.hub import Hub
from bookcub.config.live.streams import Headers, Message, Receive, Send, Stream, ticket_in
from bookcub.core.browser_language import browser_language
from bookcub.web.sizes import as_size

Scope = MutableMapping[str, Any]


# Django never sees the request, so this page stands by itself.
TOO_LARGE = (
    '<!doctype html><html lang="{language}"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    '<h1>{title}</h1><p>{sentence}</p><p><a href="/">{way}</a></p>'
)


class CutShortError(ConnectionAbortedError):
    """The request ended before its end, or went on beyond what the archive takes.

    Being an OSError it reaches Django as UnreadablePostError: half a chapter is never taken for a whole one.
    """


class Shell:
    """Answers /health/live by itself and everything else by Django's WSGI handler.

    Django's own ASGI handler costs twice the CPU for each page, and opens a database connection for it.
    Whether somebody may listen to a room, a view decides like everything else, with session, horizon and
    the same 404; when its answer holds a ticket, the shell takes over, and the thread is free again.
    """

    def __init__(
        self, django: Any, *, threads: int, upload_limit: int, hub: Hub | None = None
    ) -> None:
        self.django = WSGIMiddleware(django, workers=threads)
        self.upload_limit = upload_limit
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.django(scope, receive, send)  # type: ignore[arg-type]  # a2wsgi's own, narrower types
        elif scope["path"] == "/health/live":
            await _answer(send, 200, {"alive": True})
        elif _announced_size(scope) > self.upload_limit:
            await self._refuse(scope, send)
        else:
            await self._hand_on(scope, receive, send)

    async def _refuse(self, scope: Scope, send: Send) -> None:
        headers = dict(scope["headers"])
        asked_for = browser_language(headers.get(b"accept-language", b"").decode("latin-1"))
        with translation.override(asked_for or settings.LANGUAGE_CODE):
            limit = as_size(self.upload_limit)
            is_page = b"text/html" in headers.get(b"accept", b"")
            body = _too_large_page(limit) if is_page else _too_large_json(limit)
        kind = b"text/html; charset=utf-8" if is_page else b"application/json"
        await _send(send, 413, kind, body.encode())

    async def _hand_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        # X-Forwarded-For and X_Forwarded_For become the same name in WSGI; only proxies write the first.
        scope["headers"] = [pair for pair in scope["headers"] if b"_" not in pair[0]]
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if message["type"] == "http.disconnect" or taken > self.upload_limit:
                raise CutShortError
            return message

        let_in: list[Headers] = []

        async def unless_let_in(message: Message) -> None:
            if self.hub and message["type"] == "http.response.start":
                headers = message["headers"]
                if scope["method"] == "GET" and ticket_in(headers):
                    let_in.append(headers)
            if not let_in:
                await send(message)

        await self.django(scope, bounded, unless_let_in)  # type: ignore[arg-type]  # a2wsgi's own, narrower types
        if self.hub and let_in and (ticket := ticket_in(let_in[0])):
            await Stream(self.hub, path=scope["path"]).run(ticket, let_in[0], receive, send)


def _announced_size(scope: Scope) -> int:
    size = dict(scope["headers"]).get(b"content-length", b"0")
    return int(size) if size.isdigit() else 0


def _too_large_page(limit: str) -> str:
    sentence = gettext(
        "This archive takes at most %(limit)s at once. Go back and send it in parts, or ask a keeper"
        " whether the limit can be raised."
    )
    return format_html(
        TOO_LARGE,
        language=get_language() or "en",
        title=gettext("That is too much at once"),
        sentence=sentence % {"limit": limit},
        way=gettext("To the front page"),
    )


def _too_large_json(limit: str) -> str:
    return json.dumps(
        {"error": gettext("At most %(limit)s can be taken at once.") % {"limit": limit}}
    )


async def _answer(send: Send, status: int, payload: dict[str, object]) -> None:
    await _send(send, status, b"application/json", json.dumps(payload).encode())


async def _send(send: Send, status: int, kind: bytes, body: bytes) -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def make() -> Shell:
    """Build the application of one web process; granian calls this in each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookcub.config.settings")
    # Imported here: this module is also read by processes that never serve.
    from django.conf import settings  # noqa: PLC0415

    from bookcub.config.environment import environment  # noqa: PLC0415
    from bookcub.config.live.shutdown import before_shutdown  # noqa: PLC0415
    from bookcub.config.wsgi import application  # noqa: PLC0415
    from bookcub.core.processes import stop_with_parent, terminate_self  # noqa: PLC0415

    hub = _hub()
    before_shutdown(asyncio.get_event_loop(), hub.close)
    parent = parent_process()
    if parent is not None and parent.pid is not None:
        stop_with_parent(terminate_self, parent=parent.pid)
    return Shell(
        application, threads=environment().threads, upload_limit=settings.UPLOAD_LIMIT, hub=hub
    )


def _hub() -> Hub:
    # Rooms are models: Django must be set up before this is imported.
    from bookcub.config.live.meeting_rooms import meeting_hub  # noqa: PLC0415

    return meeting_hub()
