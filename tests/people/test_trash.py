"""The pages of the trash, whatever lies in it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookcub.people import trash
from bookcub.people.models import User
from bookcub.people.trash import trash_of
from bookcub.works.actions.trash import discard_work
from tests.browsing import Client
from tests.making import make_work


def throw_away(by: User, *titles: str) -> None:
    for title in titles:
        discard_work(work=make_work(by, title=title), by=by)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as told:
        client.get(address)
    return len(told)


def test_the_trash_costs_the_same_however_much_lies_in_it(client: Client, ada: User) -> None:
    client.force_login(ada)
    throw_away(ada, "Ebb")
    queries(client, "/trash")  # the first page of a session costs one more
    few = queries(client, "/trash")

    throw_away(ada, *(f"Tide {number}" for number in range(12)))

    assert queries(client, "/trash") == few


def test_a_long_trash_is_turned_page_by_page(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trash, "PER_PAGE", 2)
    throw_away(ada, "First", "Second", "Third")

    pages = [trash_of(ada, number) for number in (1, 2, 3)]

    assert [[line.title for line in page.lines] for page in pages] == [
        ["Third", "Second"],
        ["First"],
        [],
    ]
    assert [page.has_more for page in pages] == [True, False, False]


@pytest.mark.parametrize("number", ["0", "-1", "x", "٣", "1001", "9" * 5000])
def test_a_page_that_there_is_not_is_the_first(client: Client, ada: User, number: str) -> None:
    client.force_login(ada)

    assert client.get("/trash", {"page": number}).status_code == 200


def test_what_is_no_kind_of_thing_is_not_there(client: Client, ada: User) -> None:
    client.force_login(ada)

    assert client.get("/trash/nothing/1").status_code == 404
    assert client.get("/trash/work/1").status_code == 404
    assert client.post("/trash/work/1/restoration").status_code == 404
