"""Every address × every member of the cast, against the written table of what each may do."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.access.club_table import CLUB_ROWS
from tests.access.table import ROWS, Row
from tests.access.urls import unnamed, url_names
from tests.access.world import CAST, World, build_world
from tests.browsing import Forger
from tests.lasting import lasting

pytestmark = pytest.mark.usefixtures("bare_pages")

_built = lasting(build_world)


@pytest.fixture
def world(_built: World, db: None) -> World:
    return _built


def ask(world: World, who: str, method: str, address: str) -> str:
    """What the archive answers: a status, `in` for the way to the log-in, `go` for another way on."""
    client = world.browser_of(who)
    with transaction.atomic():
        answer = client.generic(method, address)
        transaction.set_rollback(True)  # the next question finds the world as it was
    if answer.status_code in {301, 302, 303}:
        return "in" if answer.headers["Location"].startswith("/users/login") else "go"
    return str(answer.status_code)


def as_found(rows: list[Row], world: World, cast: tuple[str, ...]) -> list[Row]:
    """The same rows with the answers that the archive gives now."""
    return [
        Row(
            name=row.name,
            label=row.label,
            method=row.method,
            answers=tuple(
                ask(world, who, row.method, world.address(row.name, row.label)) for who in cast
            ),
        )
        for row in rows
    ]


def test_the_table_speaks_of_every_address_and_of_no_other() -> None:
    assert unnamed() == []
    assert {row.name for row in [*ROWS, *CLUB_ROWS]} == url_names()


@pytest.mark.parametrize("name", sorted({row.name for row in ROWS}))
def test_each_may_do_what_the_table_says(name: str, world: World) -> None:
    rows = [row for row in ROWS if row.name == name]

    assert as_found(rows, world, CAST) == rows


@pytest.mark.parametrize("name", sorted({row.name for row in ROWS if row.method == "POST"}))
def test_no_post_is_taken_without_its_token(name: str, world: World) -> None:
    client = Forger(raise_request_exception=False)
    ada = world.people["ada"]
    assert ada
    client.force_login(ada)

    assert client.post(world.address(name)).status_code in {403, 404, 405}
