import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from bookcub.config.live.streams import Message
from bookcub.config.shell import Shell

Environ = dict[str, Any]


def echo(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    try:
        body = environ["wsgi.input"].read()
    except OSError:
        start_response("400 Bad Request", [])
        return [b"cut short"]
    start_response(
        "200 OK",
        [("X-Seen", ",".join(sorted(name for name in environ if name.startswith("HTTP_"))))],
    )
    return [body]


def ask(
    path: str, *messages: Message, headers: Iterable[tuple[bytes, bytes]] = (), limit: int = 10
) -> tuple[int, bytes, dict[bytes, bytes]]:
    sent: list[Message] = []
    waiting = list(messages) or [{"type": "http.request", "body": b""}]

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "http_version": "1.1",
        "headers": list(headers),
    }

    async def talk() -> None:
        await Shell(echo, threads=1, upload_limit=limit)(scope, receive, send)

    asyncio.run(talk())
    body = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], body, dict(sent[0]["headers"])


def part(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_request_comes_through_whole() -> None:
    assert ask("/", part(b"four", more=True), part(b"five"))[:2] == (200, b"fourfive")


def test_liveness_is_answered_without_django() -> None:
    assert ask("/health/live")[:2] == (200, b'{"alive": true}')


def test_what_announces_itself_as_too_large_is_refused_unread() -> None:
    status, body, _ = ask("/", headers=[(b"content-length", b"11")])

    assert status == 413
    assert "10\xa0bytes" in json.loads(body)["error"]


def test_a_browser_that_sends_too_much_is_shown_a_page() -> None:
    headers = [(b"content-length", b"11"), (b"accept", b"text/html,application/xhtml+xml")]
    status, body, answered = ask("/", headers=headers)

    assert status == 413
    assert answered[b"content-type"].startswith(b"text/html")
    assert "10\xa0bytes" in body.decode()


def test_the_refusal_speaks_the_browsers_language() -> None:
    headers = [
        (b"content-length", b"11"),
        (b"accept", b"text/html"),
        (b"accept-language", b"de-CH,en;q=0.7"),
    ]
    body = ask("/", headers=headers)[1].decode()

    assert '<html lang="de">' in body
    assert "auf einmal" in body


def test_a_large_limit_is_said_in_digits() -> None:
    limit = 1000 * 1024**2
    headers = [(b"content-length", str(limit + 1).encode()), (b"accept", b"text/html")]

    assert "1,000\xa0MB" in ask("/", headers=headers, limit=limit)[1].decode()


def test_what_turns_out_too_large_is_cut_off() -> None:
    assert ask("/", part(b"seven77", more=True), part(b"five5"))[:2] == (400, b"cut short")


def test_half_a_form_is_never_taken_for_a_whole_one() -> None:
    assert ask("/", part(b"half", more=True), {"type": "http.disconnect"})[:2] == (
        400,
        b"cut short",
    )


@pytest.mark.parametrize("name", [b"x_forwarded_for", b"X_Real-IP"])
def test_headers_that_disguise_themselves_are_dropped(name: bytes) -> None:
    _, _, headers = ask("/", headers=[(name, b"1.1.1.1"), (b"accept", b"*/*")])

    assert headers[b"x-seen"] == b"HTTP_ACCEPT"
