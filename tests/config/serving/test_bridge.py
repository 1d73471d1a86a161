"""What Django is told of a request, and what is taken of its answer."""

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import FileResponse

from bookcub.config.serving import bridge
from bookcub.config.serving.bridge import Answer, Bridge, environ_of
from bookcub.config.serving.messages import Scope


def scope(**more: Any) -> Scope:
    return {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "http_version": "1.1",
        "headers": [],
        "client": ("192.0.2.7", 4000),
        "server": ("0.0.0.0", 8000),  # noqa: S104  # nobody listens
        **more,
    }


def request_of(**more: Any) -> WSGIRequest:
    return WSGIRequest(environ_of(scope(**more), io.BytesIO(b"a=1"), 3))


def test_addresses_beyond_ascii_come_through() -> None:
    request = request_of(path="/tags/Müller ☂", query_string="q=ä".encode())

    assert request.path_info == "/tags/Müller ☂"
    assert request.META["REMOTE_ADDR"] == "192.0.2.7"


def test_headers_are_put_together_as_http_has_it() -> None:
    headers = [
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"accept", b"text/html"),
        (b"accept", b"*/*"),
        (b"content-type", b"application/x-www-form-urlencoded"),
        (b"content-length", b"99"),
    ]
    request = request_of(method="POST", headers=headers)

    assert request.COOKIES == {"a": "1", "b": "2"}
    assert request.headers["Accept"] == "text/html,*/*"
    assert request.POST["a"] == "1"
    assert request.META["CONTENT_LENGTH"] == "3"


def answer_of(
    parts: Iterable[bytes], *headers: tuple[str, str], folder: Path | None = None
) -> Answer:
    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", list(headers))
        return parts

    return Bridge(application, folder=folder).ask({})


def whole(answer: Answer) -> bytes:
    return answer.body if isinstance(answer.body, bytes) else answer.body.read()


def test_an_answer_in_parts_is_told_its_length() -> None:
    answer = answer_of(iter([b"one", b"", b"two"]), ("X-Other", "x"))

    assert answer.body == b"onetwo"
    assert dict(answer.headers) == {b"x-other": b"x", b"content-length": b"6"}


def test_a_long_answer_waits_on_the_disk_and_leaves_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "IN_MEMORY", 4)
    answer = answer_of(iter([b"one", b"two", b"three"]), folder=tmp_path)

    assert not isinstance(answer.body, bytes)
    assert whole(answer) == b"onetwothree"
    assert dict(answer.headers)[b"content-length"] == b"11"
    assert list(tmp_path.iterdir()) == []


def test_a_long_answer_stays_in_memory_where_the_disk_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "IN_MEMORY", 4)
    answer = answer_of(iter([b"one", b"two", b"three"]), folder=tmp_path / "not there")

    assert answer.body == b"onetwothree"


def test_an_answer_without_an_end_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"again"

    monkeypatch.setattr(bridge, "IN_MEMORY", 4)
    monkeypatch.setattr(bridge, "LONGEST", 100)
    with pytest.raises(OverflowError):
        answer_of(endless())


class Closes:
    """An answer that must be closed in the thread that made it."""

    def __init__(self, *parts: bytes) -> None:
        self.parts = parts
        self.closed_in: list[str] = []

    def __iter__(self) -> Iterator[bytes]:
        if not self.parts:
            raise ZeroDivisionError
        return iter(self.parts)

    def close(self) -> None:
        self.closed_in.append(threading.current_thread().name)


def test_an_answer_is_closed_where_it_was_made_also_when_it_breaks_off() -> None:
    good, bad = Closes(b"x"), Closes()
    answer_of(good)
    with pytest.raises(ZeroDivisionError):
        answer_of(bad)

    assert good.closed_in == bad.closed_in == [threading.current_thread().name]


@pytest.mark.django_db  # the end of a request is told to the connection
@pytest.mark.parametrize("where", ["disk", "memory"])
def test_a_file_outlives_the_answer_that_names_it(tmp_path: Path, where: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(b"a long walk")

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        opened = path.open("rb") if where == "disk" else io.BytesIO(path.read_bytes())
        opened.read(2)
        response = FileResponse(opened)
        start_response("200 OK", list(response.items()))
        assert response.file_to_stream is not None
        response.file_to_stream.close = response.close  # type: ignore[method-assign]  # as Django does
        return environ["wsgi.file_wrapper"](response.file_to_stream, 4096)  # type: ignore[no-any-return]

    answer = Bridge(application).ask(environ_of(scope(), io.BytesIO(), 0))
    path.unlink()

    assert whole(answer) == b"long walk"
    assert dict(answer.headers)[b"content-length"] == b"9"
