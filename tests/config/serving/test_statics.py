"""Files that never change under their name, served without Django."""

import asyncio
from pathlib import Path

import pytest
from pytest_django import Settings

from bookcub.config.serving.bridge import Answer
from bookcub.config.serving.statics import Statics
from tests.browsing import Client


@pytest.fixture
def statics(settings: Settings, tmp_path: Path) -> Statics:
    (tmp_path / "app.css").write_text("a { color: red }")
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    return Statics()


def answer(statics: Statics, *headers: tuple[bytes, bytes], method: str = "GET") -> Answer:
    scope = {"path": "/static/app.css", "method": method, "headers": headers}
    return asyncio.run(statics.answer(scope))


def test_a_file_is_served_and_nothing_else_is(statics: Statics) -> None:
    assert statics.holds("/static/app.css")
    assert not statics.holds("/static/../app.css")
    assert not statics.holds("/static/")
    assert answer(statics).body == b"a { color: red }"
    assert answer(statics, method="POST").status == 405


def test_who_has_it_already_is_told_so(statics: Statics) -> None:
    known = dict(answer(statics).headers)[b"etag"]

    assert answer(statics, (b"if-none-match", known)).status == 304


@pytest.mark.django_db
def test_a_file_carries_the_headers_of_every_answer(statics: Statics) -> None:
    page = Client().get("/works")
    of_pages = {
        "Content-Security-Policy",
        "Permissions-Policy",
        "X-Frame-Options",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
    }
    headers = {name.decode(): value.decode() for name, value in answer(statics).headers}

    assert {name: headers[name.lower()] for name in of_pages} == {
        name: page.headers[name] for name in of_pages
    }
