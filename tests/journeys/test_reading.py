"""Reading on a phone, and going on where one left off; with and without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import look_at

LONG = "\n\n".join(
    f"Paragraph {number}. The tide went out further than the map allowed, and nobody on the sands had "
    "thought to tell the cockles, who had plans of their own for the afternoon."
    for number in range(1, 41)
)


@pytest.fixture(scope="module")
def serial(house: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A serial of three long chapters by Ada, brought in from a file; its address."""
    chapters = "\n\n".join(f"## The {name} Tide\n\n{LONG}" for name in ("First", "Second", "Third"))
    story: Path = tmp_path_factory.mktemp("story") / "serial.md"
    story.write_text(
        f"---\nrating: General Audiences\nfandoms: [Original Work]\n---\n\n# The Serial\n\n{chapters}\n"
    )
    done = house.bookcub("import", str(story), "--as", "Ada", "--publish", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"/works/(\d+)", done.stdout)
    assert found, done.stdout
    return f"/works/{found[1]}"


def chapter_link(page: Page, name: str) -> None:
    page.locator(".chapter-list").get_by_role("link", name=name).click()


def test_bodil_goes_on_where_she_left_off(house: House, visit: Visit, serial: str) -> None:
    phone = visit(house, as_="Bodil", phone=True)
    phone.goto(serial)
    look_at(phone)
    # Each number stands in one line with its word.
    heights = phone.locator(".stats > div").evaluate_all("all => all.map((e) => e.clientHeight)")
    assert len(heights) > 2
    assert len(set(heights)) == 1, heights
    chapter_link(phone, "The Second Tide")
    with phone.expect_response(re.compile("/place$")) as kept:
        phone.get_by_text("Paragraph 20.").scroll_into_view_if_needed()
    assert kept.value.status == 204
    look_at(phone)

    desk = visit(house, as_="Bodil")
    desk.goto("/desk")
    desk.get_by_role("link", name=re.compile("chapter 2", re.IGNORECASE)).first.click()
    desk.wait_for_url(re.compile(r"/chapters/\d+#b-"))
    expect(desk.get_by_text("Paragraph 20.")).to_be_in_viewport()
    expect(desk.get_by_text("Paragraph 2.", exact=False).first).not_to_be_in_viewport()


def test_a_guest_goes_on_in_the_same_browser(house: House, visit: Visit, serial: str) -> None:
    page = visit(house, phone=True)
    page.goto(serial)
    chapter_link(page, "The Third Tide")
    page.get_by_text("Paragraph 15.").scroll_into_view_if_needed()
    page.wait_for_timeout(2000)

    page.goto(serial)
    page.get_by_role("link", name=re.compile("Continue in Chapter 3")).click()

    expect(page.get_by_text("Paragraph 15.")).to_be_in_viewport()


def test_without_scripts_the_button_keeps_the_place(
    house: House, visit: Visit, serial: str
) -> None:
    page = visit(house, as_="Ada", phone=True, javascript=False)
    page.goto(serial)
    chapter_link(page, "The First Tide")
    page.get_by_role("button", name="I have read up to here").click()
    expect(page.get_by_role("heading", name="The Second Tide")).to_be_visible()

    page.get_by_role("link", name="Keep a place within this chapter").click()
    page.locator("button[name=block]").nth(9).click()
    page.wait_for_url(re.compile(r"#b-"))
    page.goto(serial)
    page.get_by_role("link", name="Continue in chapter 2").click()
    page.wait_for_url(re.compile(r"#b-"))


def test_the_look_is_remembered_and_follows_the_account(
    house: House, visit: Visit, serial: str
) -> None:
    page = visit(house, as_="Bodil")
    page.goto(f"{serial}?view_full_work=true")
    page.locator(".reader-bar summary", has_text="Appearance").click()
    page.locator(".reader-bar label.look-option--sepia").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "sepia")
    page.wait_for_timeout(800)

    other = visit(house, as_="Bodil", javascript=False)
    other.goto(serial)
    expect(other.locator("html")).to_have_attribute("data-theme", "sepia")


def test_readers_pages_hold_for_every_theme_and_the_narrowest_screen(
    house: House, visit: Visit, serial: str
) -> None:
    page = visit(house, as_="Bodil")
    for address in (
        "/",
        "/works",
        "/browse",
        "/bookmarks",
        "/bookmarks/new",
        "/history",
        "/history/forget",
        "/lists/new",
        "/users/Ada",
        "/users/Ada/works",
        "/users/Ada/profile",
        "/users/Bodil/lists",
        "/users/Bodil/bookmarks",
        serial,
        f"{serial}?view_full_work=true",
        f"{serial}/navigate",
        f"{serial}/bookmarks",
        f"{serial}/bookmarks/new",
        f"{serial}/lists",
        "/no-such-page",
    ):
        page.goto(address)
        look_at(page)
