"""Somebody looks for a story: by words, by what it has and has not, on a phone, by keys alone, and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import WITH_AND_WITHOUT, look_at
from tests.journeys.seeding import seed
from tests.journeys.test_library import press, tab_to

SHELF = """
from bookcub.tags.models import TagKind
def shelve(title, rating, *tags, words=9, language="en"):
    work = make_work(ada, title=title, rating=rating, language=language,
                     tags={TagKind.FANDOM: ["Fenlands (finding)"], TagKind.FREEFORM: list(tags)})
    type(work).objects.filter(pk=work.pk).update(word_count=words)
    return work
ada = User.objects.get(username="Ada")
shelve("Findable Weir", "teen", "Slow Fen", "Found Heron", words=12000)
shelve("Findable Mill", "teen", "Slow Fen")
shelve("Findable Lock", "general", "Found Heron", words=50000)
shelve("Findable Reeds", "explicit", "Slow Fen")
made = 1
"""
TITLES = [f"Findable {name}" for name in ("Weir", "Mill", "Lock", "Reeds")]
TAG = "/tags/fandom/Fenlands (finding)"


@pytest.fixture(scope="module")
def shelf(house: House) -> House:
    seed(house, SHELF)
    return house


def found(page: Page) -> set[str]:
    heads = page.locator("#listing_works .blurb-title").all_inner_texts()
    return {title for title in TITLES if any(title in head for head in heads)}


def wait_until_found(page: Page, address: str, title: str) -> None:
    """The index hears of it within two seconds."""
    for _ in range(40):
        page.goto(address)
        if title in found(page):
            return
        page.wait_for_timeout(250)
    raise AssertionError(page.locator("main").inner_text())


@WITH_AND_WITHOUT
def test_from_one_box_to_a_short_list(shelf: House, visit: Visit, javascript: bool) -> None:
    guest = visit(shelf, javascript=javascript)
    wait_until_found(guest, "/search?q=findable", "Findable Reeds")
    guest.goto("/works")
    guest.get_by_role("combobox", name="Search the archive").fill("findable")
    guest.get_by_role("combobox", name="Search the archive").press("Enter")
    assert found(guest) == set(TITLES)

    guest.get_by_role("link", name="Filter").click()
    panel = guest.get_by_role("complementary", name="Filters")
    expect(panel.locator(".facet", has_text="Slow Fen").locator(".numbers")).to_have_text("3")
    panel.get_by_label("Without Explicit").check()
    panel.locator(".facet-in", has_text="Slow Fen").locator("input").check()
    if javascript:  # the list changes at once, the panel stays open, and the address says it
        expect(guest.locator(".filter-count")).to_have_text("2 works")
        expect(panel.locator(".facet-in", has_text="Slow Fen").locator("input")).to_be_checked()
        assert "in=tag" in guest.url
        assert "part=" not in guest.url
        look_at(guest)
    panel.get_by_role("button", name="Show").click()
    expect(guest.locator(".filter-count")).to_have_text("2 works")
    assert found(guest) == {"Findable Weir", "Findable Mill"}

    # What is on can be taken off, and the address is the list.
    guest.locator(".filter-chip", has_text="Slow Fen").click()
    expect(guest.locator(".filter-count")).to_have_text("3 works")
    other = visit(shelf)
    other.goto(guest.url)
    assert found(other) == {"Findable Weir", "Findable Mill", "Findable Lock"}


def test_a_sheet_on_a_phone(shelf: House, visit: Visit) -> None:
    phone = visit(shelf, phone=True)
    wait_until_found(phone, TAG + "?sort=words", "Findable Reeds")
    phone.goto(TAG)
    phone.get_by_role("link", name="Filter").click()
    sheet = phone.get_by_role("complementary", name="Filters")
    box = sheet.bounding_box()
    assert box
    assert (box["x"], box["y"], box["width"]) == (0, 0, 375)
    # What one presses stays under the finger, though rows above it go; what was folded stays folded.
    sheet.locator("#d_freeform summary").click()
    without = sheet.locator("[id='out_rating:explicit']")
    without.scroll_into_view_if_needed()
    without.check()
    expect(sheet.get_by_role("button", name="Show 3 works")).to_be_visible()
    expect(without).to_be_in_viewport()
    expect(without).to_be_focused()
    expect(sheet.locator("#d_freeform ul")).to_be_hidden()
    without.uncheck()
    expect(sheet.get_by_role("button", name="Show 4 works")).to_be_visible()
    sheet.get_by_label("Words, at least").fill("10k")
    sheet.get_by_label("Words, at least").blur()
    show = sheet.get_by_role("button", name="Show 2 works")
    expect(show).to_be_visible()
    look_at(phone)
    show.click()
    expect(sheet).to_have_count(0)
    assert found(phone) == {"Findable Weir", "Findable Lock"}
    look_at(phone)
    # Two conditions that exclude each other: the page says which to drop.
    phone.goto(f"{TAG}?words_from=10k&in=rating:explicit")
    expect(phone.get_by_text("Nothing found")).to_be_visible()
    look_at(phone)
    phone.locator(".filter-hints a", has_text="10,000").click()
    assert found(phone) == {"Findable Reeds"}


def test_by_keys_alone(shelf: House, visit: Visit) -> None:
    page = visit(shelf)
    wait_until_found(page, TAG + "?sort=words", "Findable Reeds")
    page.goto("/works")
    page.keyboard.press("/")
    page.keyboard.type("findable words:>10k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    assert found(page) == {"Findable Weir", "Findable Lock"}
    press(page, "link", "Filter")
    page.wait_for_url("**panel=1*")
    tab_to(page, "checkbox", "Found Heron")
    page.keyboard.press("Space")
    tab_to(page, "checkbox", "Without Slow Fen")
    page.keyboard.press("Space")
    expect(page.locator(".filter-count")).to_have_text("1 work")
    # Whoever was there stays there, though the panel came anew.
    assert page.evaluate("document.activeElement.name") == "out"
    assert found(page) == {"Findable Lock"}
