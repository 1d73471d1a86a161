"""Refusals that Django never sees: a page or JSON that says what happened and what to do, and needs nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from bookcub.config.serving.messages import Header, Scope, Send
from bookcub.core.languages.browser_language import browser_language
from bookcub.web.sizes import as_size

PAGE = (
    '<!doctype html><html lang="{language}"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    '<h1>{title}</h1><p>{sentence}</p><p><a href="/">{way}</a></p>'
)


class RefusedError(Exception):
    """This request is not let in; the words are spoken once the language is known."""

    status = 503
    after = 0  # seconds until it is worth another try; 0 where it is not

    def title(self) -> str:
        """The heading."""
        return gettext("The archive is busy")

    def sentence(self) -> str:
        """What happened, and what to do."""
        return gettext(
            "More was asked for at once than the archive can do. Nothing is lost: go back, wait a moment and try again."
        )


class BusyError(RefusedError):
    """Everybody together asks for too much."""

    after = 5


class SlowDownError(RefusedError):
    """One person or address asks for too much."""

    status = 429

    def __init__(self, after: float = 5) -> None:
        super().__init__()
        self.after = max(1, round(after))

    def title(self) -> str:
        return gettext("A little slower, please")

    def sentence(self) -> str:
        return gettext(
            "A lot was asked for from here in a short time. Go back, wait a moment and try again. If many of you share"
            " one connection, a keeper can raise the limit."
        )


class BrokenOffError(RefusedError):
    """What worked on it is gone."""

    after = 5

    def title(self) -> str:
        return gettext("That broke off")

    def sentence(self) -> str:
        return gettext(
            "The archive could not finish this. Go back and send it again. If that happens again, tell a keeper."
        )


class TooManyUploadsError(SlowDownError):
    """One address sends too much at the same time."""

    def sentence(self) -> str:
        return gettext(
            "Several things are still being sent from here. Go back, wait until they have arrived and send this again."
        )


class TooSlowError(RefusedError):
    """A request does not arrive."""

    status = 408

    def title(self) -> str:
        return gettext("That took too long")

    def sentence(self) -> str:
        return gettext(
            "What you sent arrived too slowly and was not taken. Go back and send it again, over a better connection"
            " if there is one."
        )


class NoRoomError(RefusedError):
    """The disk cannot take it."""

    after = 60

    def title(self) -> str:
        return gettext("The archive has no room left")

    def sentence(self) -> str:
        return gettext(
            "What you sent could not be stored: the disk is full. Keep a copy of it, and tell a keeper."
        )


@dataclass
class TooLargeError(RefusedError):
    """A request is larger than the archive takes."""

    limit: int  # bytes
    status = 413

    def title(self) -> str:
        return gettext("That is too much at once")

    def sentence(self) -> str:
        return gettext(
            "This archive takes at most %(limit)s at once. Go back and send it in parts, or ask a keeper"
            " whether the limit can be raised."
        ) % {"limit": as_size(self.limit)}


async def refuse(send: Send, scope: Scope, refused: RefusedError) -> None:
    """Answer with the refusal, as a page where a page is asked for, and let go of the connection."""
    headers = dict(scope["headers"])
    asked_for = browser_language(headers.get(b"accept-language", b"").decode("latin-1"))
    with translation.override(asked_for or settings.LANGUAGE_CODE):
        is_page = b"text/html" in headers.get(b"accept", b"")
        body = _page(refused) if is_page else json.dumps({"error": refused.sentence()})
    more: list[Header] = [(b"connection", b"close")]
    if refused.after:
        more.append((b"retry-after", str(refused.after).encode()))
    kind = b"text/html; charset=utf-8" if is_page else b"application/json"
    await say(send, refused.status, kind, body.encode(), more)


async def say(
    send: Send, status: int, kind: bytes, body: bytes, more: list[Header] | None = None
) -> None:
    """Send a short answer that nobody keeps."""
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *(more or []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _page(refused: RefusedError) -> str:
    return format_html(
        PAGE,
        language=get_language() or "en",
        title=refused.title(),
        sentence=refused.sentence(),
        way=gettext("To the front page"),
    )
