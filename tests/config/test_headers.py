"""A member's pages are stored nowhere; what is for everybody may be."""

from __future__ import annotations

import pytest

from bookcub.people.models import User
from tests.browsing import Client
from tests.making import make_work


@pytest.mark.parametrize("path", ["/desk", "/works", "/settings/account", "/inbox", "/nowhere"])
def test_no_page_that_was_made_for_a_member_is_kept(ada: User, client: Client, path: str) -> None:
    client.force_login(ada)

    assert client.get(path)["Cache-Control"] == "private, no-store"


def test_a_page_that_says_otherwise_keeps_its_word(ada: User, client: Client) -> None:
    client.force_login(ada)

    assert client.get("/robots.txt")["Cache-Control"] == "public, max-age=86400"


def test_a_guests_page_may_be_kept_by_who_knows_how(ada: User, client: Client) -> None:
    work = make_work(ada)

    assert "no-store" not in client.get(work.get_absolute_url()).get("Cache-Control", "")
