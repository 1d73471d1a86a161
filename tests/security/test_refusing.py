"""Small nonsense that has broken archives before: NULs, huge numbers, words for places to go."""

from __future__ import annotations

import pytest

from bookcub.config.handlers import SENTENCES
from bookcub.people.models import User
from tests.browsing import Client
from tests.making import make_work

HUGE = ["9223372036854775808", "9" * 40]


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize(
    "address", ["/works/{}", "/works/{}/comments", "/series/{}", "/chapters/{}", "/lists/{}"]
)
@pytest.mark.usefixtures("db")
def test_a_number_that_no_row_can_have_finds_nothing(
    client: Client, address: str, number: str
) -> None:
    assert client.get(address.format(number)).status_code == 404


@pytest.mark.parametrize("number", HUGE)
def test_a_number_that_no_row_can_have_finds_nothing_for_members_either(
    client: Client, ada: User, number: str
) -> None:
    client.force_login(ada)
    work = make_work(ada)

    for address in (f"/works/{number}/edit", f"/works/{work.pk}/chapters/{number}/edit"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/users/A%00da", "/tags/fandom/a%00b", "/browse?q=a%00b", "/?x=%00"]
)
@pytest.mark.usefixtures("db")
def test_a_nul_is_refused_wherever_it_stands(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 400
    assert answer.context["sentence"] == SENTENCES[400]
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.usefixtures("db")
def test_a_nul_in_a_cookie_is_refused(client: Client) -> None:
    client.cookies["bookcub_session"] = "\x00" * 32

    assert client.get("/").status_code == 400


@pytest.mark.usefixtures("db")
def test_a_percent_sign_that_somebody_searches_for_is_none(client: Client) -> None:
    assert client.get("/browse?q=%2500").status_code == 200


ELSEWHERE = [
    "nowhere",
    "\ufffd\ufffd",
    "people:settings",
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/%09/evil.example\r\nX: y",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_led_out_of_the_archive(client: Client, ada: User, wanted: str) -> None:
    client.force_login(ada)

    for answer in (
        client.get("/users/login", {"next": wanted}),
        client.post("/look", {"next": wanted}),
    ):
        assert answer.status_code in {302, 422}
        place = answer.headers.get("Location", "/")
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\", "/\t"))
        assert "\n" not in place
