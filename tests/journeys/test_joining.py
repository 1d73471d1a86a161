"""A stranger joins, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.house import PASSWORD, House
from tests.journeys.looking import look_at, unseen


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_a_stranger_joins_confirms_an_address_and_comes_back(
    house: House, visit: Visit, javascript: bool
) -> None:
    look = look_at if javascript else unseen
    name = "Fennimore" if javascript else "Plainwright"
    page = visit(house, phone=True, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name="Join").first.click()
    look(page)

    page.locator("#id_username").fill("No spaces here")
    page.locator("#id_email").fill(f"{name.lower()}@example.org")
    page.locator("#id_password").fill(PASSWORD)
    for box in ("is_of_age", "data_agreed", "terms_agreed"):
        page.locator(f"#id_{box}").check()
    page.locator("main form button[type=submit]").first.click()
    # The mistake is told, and nothing else has to be typed again.
    expect(page.locator("#id_username")).to_have_value("No spaces here")
    expect(page.locator("#id_email")).to_have_value(f"{name.lower()}@example.org")
    look(page)

    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    for box in ("is_of_age", "data_agreed", "terms_agreed"):
        page.locator(f"#id_{box}").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/users/new" not in url)

    letter = next(one for one in reversed(house.letters()) if f"{name.lower()}@example.org" in one)
    link = re.search(r"http://[^\s\"<>]+/users/confirm/[^\s\"<>]+", letter.replace("=\n", ""))
    assert link, letter
    page.goto(link[0])
    page.locator("main form button[type=submit]").first.click()

    page.goto("/desk")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look(page)
    page.goto(f"/users/{name}")
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_settings_hold_for_every_theme_and_the_narrowest_screen(house: House, visit: Visit) -> None:
    page = visit(house, as_="Bodil")

    for address in (
        "/settings/profile",
        "/settings/preferences",
        "/settings/pseuds",
        "/settings/pseuds/new",
        "/settings/account",
        "/settings/devices",
        "/settings/invitations",
        "/settings/deletion",
    ):
        page.goto(address)
        look_at(page)


def test_the_keepers_room_holds_too(house: House, visit: Visit) -> None:
    page = visit(house, as_="Mona")

    for address in ("/keeper", "/keeper/people", "/outbox"):
        page.goto(address)
        look_at(page)
