"""Whoever only reads never waits for a write: every page is shown while the database takes none."""

from __future__ import annotations

import pytest
from django.db import connection

from bookcub.people import session_store
from bookcub.reading.models import visits
from tests.access.urls import url_names
from tests.access.world import World
from tests.extent import EVERYTHING, dealt
from tests.lasting import lasting
from tests.read_only import last_seen_long_ago, only_read
from tests.security.world import MAY_BE_AWAY, address_of, full_world, opened, usual_values

LEAVES_A_VISIT = "reading:chapter_detail"


def seen_long_ago() -> World:
    world = full_world()
    for key in world.sessions.values():
        last_seen_long_ago(key)
    return world


world = lasting(seen_long_ago)


@pytest.mark.slow_first
@pytest.mark.usefixtures("left_behind", "bare_pages")
@pytest.mark.parametrize(
    ("who", "turn", "least"), [("guest", 0, 20), ("bo", 1, 60), ("ada", 2, 60), ("mo", 3, 60)]
)
def test_every_page_is_shown_while_nothing_can_be_written(
    world: World, db: None, who: str, turn: int, least: int
) -> None:
    addresses = {name: address_of(name, usual_values(world, name)) for name in sorted(url_names())}
    browser, broken, shown = world.browser_of(who), [], 0
    with connection.execute_wrapper(only_read):
        for name in {*dealt(sorted(addresses), turn % 2, 2), LEAVES_A_VISIT}:
            answer = opened(browser, addresses[name])
            b"".join(answer)
            shown += answer.status_code == 200
            if answer.status_code >= 500 and name not in MAY_BE_AWAY:
                broken.append(name)

    assert broken == []
    assert shown > (least if EVERYTHING else least // 2), shown
    if who != "guest":
        assert [*visits.unwritten()]
        assert session_store.devices.unwritten().keys() == {world.sessions[who]}
