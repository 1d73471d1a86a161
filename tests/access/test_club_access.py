"""Every address of clubs × every member of their cast, against the written table of what each may do."""

from __future__ import annotations

import pytest

from tests.access.club_table import CLUB_ROWS
from tests.access.club_world import CLUB_CAST, build_club_world
from tests.access.test_access import as_found
from tests.access.world import World
from tests.browsing import Forger
from tests.lasting import lasting

pytestmark = pytest.mark.usefixtures("bare_pages")

NAMES = sorted({row.name for row in CLUB_ROWS})


_club_world = lasting(build_club_world)


@pytest.fixture
def world(_club_world: World, db: None) -> World:
    return _club_world


@pytest.mark.parametrize("name", NAMES)
def test_each_may_do_what_the_table_says(name: str, world: World) -> None:
    rows = [row for row in CLUB_ROWS if row.name == name]

    assert as_found(rows, world, CLUB_CAST) == rows


@pytest.mark.parametrize("name", sorted({row.name for row in CLUB_ROWS if row.method == "POST"}))
def test_no_post_is_taken_without_its_token(name: str, world: World) -> None:
    client = Forger(raise_request_exception=False)
    cy = world.people["cy"]
    assert cy
    client.force_login(cy)

    assert client.post(world.address(name)).status_code in {403, 404, 405}
