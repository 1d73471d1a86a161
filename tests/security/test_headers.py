"""What answers tell the browser, and what no request can do."""

from __future__ import annotations

import pytest

from tests.access.urls import url_names
from tests.access.world import World
from tests.browsing import Client
from tests.extent import dealt
from tests.lasting import lasting
from tests.security.headers import protects
from tests.security.world import address_of, full_world, usual_values

_built = lasting(full_world)


@pytest.fixture
def world(_built: World, db: None) -> World:
    return _built


@pytest.mark.usefixtures("bare_errors")
@pytest.mark.parametrize("who", ["guest", "ada"])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_every_answer_keeps_frames_and_sniffers_away(world: World, method: str, who: str) -> None:
    """Pages that are only looked at are asked in test_every_page.py."""
    browser = world.browser_of(who)
    turn = 2 * (method == "POST") + (who == "ada")
    asked = dealt(sorted(url_names() - {"account_logout"}), turn, 4)
    answers = {
        name: browser.generic(method, address_of(name, usual_values(world, name))) for name in asked
    }
    assert [name for name, answer in answers.items() if not protects(answer)] == []
    assert (browser.get("/desk").status_code == 200) is (who == "ada"), (
        "nothing on the way logs out"
    )


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_only_a_post_logs_out(world: World, method: str) -> None:
    ada = world.people["ada"]
    assert ada
    client = Client()
    client.force_login(ada)

    assert client.generic(method, "/users/logout").status_code == 405
    assert client.get("/desk").status_code == 200


def test_no_header_or_field_makes_a_get_of_a_post(world: World) -> None:
    ada = world.people["ada"]
    assert ada
    client = Client()
    client.force_login(ada)

    for query in ("?_method=POST", "?_method=DELETE"):
        client.get(f"/users/logout{query}", headers={"X-HTTP-Method-Override": "POST"})
    assert client.get("/desk").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil.example", "evil.example:80", ""])
def test_a_strange_host_is_refused_before_a_letter_can_name_it(
    world: World, host: str, mailoutbox: list[object]
) -> None:
    client = Client(raise_request_exception=False)

    answer = client.post("/users/password", {"email": "ada@example.org"}, headers={"Host": host})

    assert answer.status_code == 400
    assert mailoutbox == []


def test_a_log_in_leaves_the_session_that_somebody_planted(world: World) -> None:
    client = Client()
    client.get("/works/1")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["bookcub_session"] = planted or ""

    client.post("/users/login", {"name": "Ada", "password": "a long walk by the weir"})

    assert client.session.get("_auth_user_id")
    assert client.session.session_key != planted


@pytest.mark.parametrize(
    "path",
    ["..%2f..%2fsecret-key", "%2e%2e/secret-key", "icons/..%2f..%2fsecret-key.webp", "icons/a.svg",
     "icons/%2e%2e%2f%2e%2e%2fbookcub.webp", "/etc/passwd", "icons/"],
)  # fmt: skip
@pytest.mark.usefixtures("db")
def test_files_are_icons_and_nothing_above_them(client: Client, path: str) -> None:
    assert client.get(f"/files/{path}").status_code == 404
