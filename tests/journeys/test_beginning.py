"""From an empty folder to an open archive, by the link that the terminal prints; with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Visit
from tests.journeys.house import PASSWORD, House
from tests.journeys.looking import look_at, unseen


@pytest.fixture
def empty(tmp_path: Path, migrated: Path) -> Iterator[House]:
    house = House(tmp_path, like=migrated)
    house.start()
    yield house
    house.stop()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_a_keeper_sets_an_archive_up(empty: House, visit: Visit, javascript: bool) -> None:
    look = look_at if javascript else unseen
    stranger = visit(empty, phone=True)
    stranger.goto("/")
    expect(stranger.get_by_text("There will be an archive of stories here soon.")).to_be_visible()
    stranger.goto("/setup/not-the-token")
    expect(stranger.get_by_label(re.compile("name", re.IGNORECASE))).to_have_count(0)

    page = visit(empty, javascript=javascript)
    page.goto(empty.setup_link())
    page.locator("#id_name").fill("The Weir House")
    page.locator("#id_description").fill("Stories from the low road, and talk about them.")
    look(page)
    page.get_by_role("button", name="Next").click()

    page.locator("#id_username").fill("Mona")
    page.locator("#id_email").fill("mona@example.org")
    page.locator("#id_password").fill("short")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#id_username")).to_have_value("Mona")
    page.locator("#id_password").fill(PASSWORD)
    look(page)
    page.get_by_role("button", name="Next").click()

    page.locator("input[name=sign_up][value=invitation]").check()
    look(page)
    page.get_by_role("button", name="Next").click()
    # With every help somebody begins with the demo stories, without any with empty shelves.
    page.locator(f"input[name=fill][value={'yes' if javascript else 'no'}]").check()
    look(page)
    page.get_by_role("button", name="Next").click()

    expect(page.get_by_text("The Weir House").first).to_be_visible()
    look(page)
    page.get_by_role("button", name="Open the archive").click()
    expect(page.get_by_role("heading", name="The Weir House is open")).to_be_visible()
    page.get_by_role("button", name="Invite", exact=True).click()
    invitation = page.get_by_label("Invitation 1 (works once)").input_value()
    look(page)
    stranger.goto(invitation)
    expect(stranger.locator("#id_username")).to_be_visible()

    assert stranger.goto(empty.setup_link()).status == 404  # type: ignore[union-attr]
    if not javascript:
        expect(page.get_by_role("link", name="Add the demo stories")).to_be_visible()
        stranger.goto("/")
        look_at(stranger)
        return

    # The stories come in behind the scenes; the page says by itself when they are there.
    here = page.locator("#demo-progress").get_by_text(re.compile(r"All \d+ demo stories are here"))
    expect(here).to_be_visible(timeout=90_000)
    stranger.goto("/")
    look_at(stranger)
    stranger.get_by_role("link", name="Read on").click()
    expect(stranger.locator(".userstuff.module")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_the_keepers_tab_that_is_open_is_in_view_on_a_phone(
    house: House, visit: Visit, javascript: bool
) -> None:
    page = visit(house, as_="Mona", phone=True, javascript=javascript)

    for address in ("/outbox", "/keeper/first-steps"):
        page.goto(address)
        expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
