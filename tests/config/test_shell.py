import asyncio
import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from bookcub.config.live.streams import Message
from bookcub.config.middleware.asking import PERSON
from bookcub.config.serving.bridge import Answer
from bookcub.config.serving.choosing import LARGE
from bookcub.config.serving.lanes import LaneSize
from bookcub.config.shell import Leaving, Shell

Environ = dict[str, Any]
Headers = Iterable[tuple[bytes, bytes]]


def echo(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    names = ",".join(sorted(name for name in environ if name.startswith("HTTP_")))
    start_response("200 OK", [("X-Seen", names)])
    return [environ["wsgi.input"].read()]


async def talk(
    shell: Shell, path: str, *messages: Message, method: str = "POST", headers: Headers = ()
) -> list[Message]:
    """One request, whose sender stays until they have their answer."""
    sent: list[Message] = []
    waiting = list(messages) or [{"type": "http.request", "body": b""}]

    async def receive() -> Message:
        if not waiting:
            await asyncio.sleep(3600)
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "http_version": "1.1",
        "headers": list(headers),
    }
    await shell(scope, receive, send)
    return sent


def ask(
    path: str, *messages: Message, headers: Headers = (), limit: int = 10
) -> tuple[int, bytes, dict[bytes, bytes]]:
    sent = asyncio.run(
        talk(Shell(echo, threads=1, upload_limit=limit), path, *messages, headers=headers)
    )
    return told_by(sent)


def told_by(sent: list[Message]) -> tuple[int, bytes, dict[bytes, bytes]]:
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


def test_what_turns_out_too_large_is_refused() -> None:
    status, body, _ = ask("/", part(b"seven77", more=True), part(b"five5"))

    assert status == 413
    assert "10\xa0bytes" in json.loads(body)["error"]


def test_half_a_form_is_never_taken_for_a_whole_one() -> None:
    asked: list[Environ] = []

    def view(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked.append(environ)
        return echo(environ, start_response)

    shell = Shell(view, threads=1, upload_limit=10)
    asyncio.run(talk(shell, "/", part(b"half", more=True), {"type": "http.disconnect"}))

    assert asked == []


@pytest.mark.parametrize("name", [b"x_forwarded_for", b"X_Real-IP"])
def test_headers_that_disguise_themselves_are_dropped(name: bytes) -> None:
    _, _, headers = ask("/", headers=[(name, b"1.1.1.1"), (b"accept", b"*/*")])

    assert headers[b"x-seen"] == b"HTTP_ACCEPT"


def test_a_form_whose_length_was_not_announced_is_as_long_as_it_is() -> None:
    def view(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [environ["CONTENT_LENGTH"].encode()]

    shell = Shell(view, threads=1, upload_limit=10)

    assert (
        told_by(asyncio.run(talk(shell, "/", part(b"four", more=True), part(b"five"))))[1] == b"8"
    )


class Thread:
    """A view that stays until it is let go."""

    def __init__(self) -> None:
        self.holds = threading.Event()
        self.entered: list[str] = []

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.entered.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/slow":
            self.holds.wait(10)
        start_response("200 OK", [])
        return [b"done"]


async def until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.005)


def test_a_body_that_trickles_in_holds_no_thread() -> None:
    async def run() -> list[Message]:
        shell = Shell(echo, threads=1, upload_limit=10)

        async def trickle() -> Message:
            await asyncio.sleep(3600)
            return {}

        async def hear(message: Message) -> None:
            raise AssertionError(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/",
            "query_string": b"",
            "http_version": "1.1",
            "headers": [],
        }
        slow = [asyncio.ensure_future(shell(dict(scope), trickle, hear)) for _ in range(8)]
        await asyncio.sleep(0)
        answer = await talk(shell, "/", part(b"quick"))
        for each in slow:
            each.cancel()
        return answer

    assert told_by(asyncio.run(run()))[:2] == (200, b"quick")


def test_what_is_written_never_holds_up_what_is_read() -> None:
    async def run() -> list[Message]:
        view = Thread()
        shell = Shell(view, threads=1, upload_limit=10)
        writing = [asyncio.ensure_future(talk(shell, "/slow")) for _ in range(6)]
        await until(lambda: "/slow" in view.entered)
        answer = await talk(shell, "/", method="GET")
        view.holds.set()
        await asyncio.gather(*writing)
        return answer

    assert told_by(asyncio.run(run()))[:2] == (200, b"done")


def test_whoever_leaves_before_their_turn_takes_none_but_what_they_wrote_is_kept() -> None:
    async def run() -> list[str]:
        view = Thread()
        shell = Shell(view, threads=1, upload_limit=10)
        for lane in shell.lanes:
            assert lane.size.threads in {1, 2}
        held = [
            asyncio.ensure_future(talk(shell, "/slow", method=method)) for method in ("GET", "POST")
        ]
        await until(lambda: len(view.entered) == 2)
        leaving = part(b""), {"type": "http.disconnect"}
        gone = asyncio.ensure_future(talk(shell, "/read", *leaving, method="GET"))
        written = asyncio.ensure_future(talk(shell, "/written", *leaving))
        await gone
        view.holds.set()
        await asyncio.gather(written, *held)
        return view.entered

    assert asyncio.run(run()) == ["/slow", "/slow", "/written"]


def test_too_many_at_once_are_told_when_to_come_back() -> None:
    async def run() -> list[list[Message]]:
        shell = Shell(echo, threads=1, upload_limit=10, a_minute=60)
        return [await talk(shell, "/", method="GET") for _ in range(11)]

    *answered, refused = [told_by(sent) for sent in asyncio.run(run())]

    assert {status for status, _, _ in answered} == {200}
    assert refused[0] == 429
    assert int(refused[2][b"retry-after"]) >= 1
    assert "error" in json.loads(refused[1])


def test_a_member_has_turns_of_their_own_once_they_are_known() -> None:
    def view(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[PERSON] = 7
        start_response("200 OK", [])
        return [b""]

    async def run() -> list[int]:
        shell = Shell(view, threads=2, upload_limit=10, a_minute=6)
        cookie = [(b"cookie", b"bookcub_session=abc")]
        asked = [
            talk(shell, "/", method="GET", headers=headers) for headers in (cookie, cookie, ())
        ]
        return [told_by(await each)[0] for each in asked]

    # The one request that everybody here may make: of the address, of the member, and none is left of the address.
    assert asyncio.run(run()) == [200, 200, 429]


def test_a_lane_that_stands_still_is_told_to_monitors() -> None:
    async def run() -> list[list[Message]]:
        view = Thread()
        shell = Shell(view, threads=2, upload_limit=10)
        shell.lanes.guests.size = LaneSize(threads=1, stuck=0.01)
        before = await talk(shell, "/health/live", method="GET")
        slow = asyncio.ensure_future(talk(shell, "/slow", method="GET"))
        await until(lambda: shell.lanes.guests.is_stuck)
        during = await talk(shell, "/health/live", method="GET")
        view.holds.set()
        await slow
        return [before, during, await talk(shell, "/health/live", method="GET")]

    assert [told_by(sent)[0] for sent in asyncio.run(run())] == [200, 503, 200]


class There:
    """Whoever answers elsewhere."""

    def __init__(self, name: str) -> None:
        self._name = name

    def ask(self, environ: Environ) -> Answer:
        environ[PERSON] = 7
        return Answer(200, [], self._name.encode(), took=1)


def test_what_is_heavy_and_who_has_had_plenty_is_answered_elsewhere() -> None:
    async def run() -> list[bytes]:
        elsewhere = {name: There(name) for name in ("heavy", "aside")}
        shell = Shell(echo, threads=2, upload_limit=LARGE + 1, elsewhere=elsewhere)
        member = [(b"cookie", b"bookcub_session=abc")]
        told = [await talk(shell, "/", part(b"x" * (LARGE + 1)), headers=member)]
        # Heavy work is in nobody's way.
        assert not shell.lanes.traffic.has_had_plenty(7)
        told.append(await talk(shell, "/", part(b"guest")))
        shell.lanes.traffic.spend(7, 1)
        told.append(await talk(shell, "/", part(b"member"), headers=member))
        # What it costs there counts, or they would soon be back.
        shell.lanes.traffic.spend(7, -1)
        assert shell.lanes.traffic.has_had_plenty(7)
        told.append(await talk(shell, "/", part(b"guest")))
        return [told_by(each)[1] for each in told]

    assert asyncio.run(run()) == [b"heavy", b"guest", b"aside", b"guest"]


def test_that_somebody_leaves_is_heard_by_all_who_listen_however_many_have_stopped() -> None:
    async def run() -> list[str]:
        left = asyncio.Event()
        asked = 0

        async def receive() -> Message:
            nonlocal asked
            asked += 1
            await left.wait()
            return {"type": "http.disconnect"}

        leaving = Leaving(receive)
        for_the_lane, for_the_stream = (asyncio.ensure_future(leaving()) for _ in range(2))
        await asyncio.sleep(0)
        for_the_lane.cancel()
        await asyncio.sleep(0)
        left.set()
        heard = [(await for_the_stream)["type"], (await leaving())["type"]]
        assert asked == 1
        return heard

    assert asyncio.run(run()) == ["http.disconnect"] * 2
