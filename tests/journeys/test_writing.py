"""Writing: from the first word to a posted work, through a killed server, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import look_at, unseen
from tests.journeys.writing import TEXT, begin_work, post_work, press, type_text


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_ada_writes_posts_and_is_read(house: House, visit: Visit, javascript: bool) -> None:
    look = look_at if javascript else unseen
    title = "Low Water" if javascript else "Plain Water"
    page = visit(house, as_="Ada", javascript=javascript)
    begin_work(page, title=title, text=TEXT, javascript=javascript)
    look(page)

    press(page, "post")

    page.wait_for_url(re.compile(r"/works/\d+"))
    expect(page.get_by_role("heading", name=title).first).to_be_visible()
    guest = visit(house, phone=True, javascript=javascript)
    guest.goto("/works")
    guest.get_by_role("link", name=title).first.click()
    expect(guest.get_by_text("Nobody had told the cockles.")).to_be_visible()
    look(guest)


def test_what_is_missing_is_told_and_nothing_typed_is_lost(house: House, visit: Visit) -> None:
    page = visit(house, as_="Ada", javascript=False)
    page.goto("/works/new")
    page.locator("textarea[name=text]").fill(TEXT)
    page.locator("textarea[name=summary]").fill("A summary typed with care.")

    press(page, "post")

    assert page.locator(".form-errors, [role=alert]").first.is_visible()
    expect(page.locator("textarea[name=text]")).to_have_value(re.compile("Nobody had told"))
    expect(page.locator("textarea[name=summary]")).to_have_value("A summary typed with care.")


def test_a_draft_outlives_a_killed_server(house: House, visit: Visit) -> None:
    page = visit(house, as_="Ada")
    page.goto("/works/new")
    page.locator("input[name=title]").fill("Through the dark")
    type_text(page, "Kept before the lamp went out.")
    state = page.locator("[data-state]")
    expect(state).to_contain_text("Copy kept", timeout=20_000)
    expect(state).to_contain_text(re.compile(r"\d\d:\d\d"), timeout=20_000)

    house.kill()
    page.locator(".ProseMirror").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("Typed while nobody answered.")
    expect(state).to_contain_text(re.compile("browser|reach", re.IGNORECASE), timeout=30_000)

    house.start()
    # Nothing to press: it tries again by itself.
    expect(state).to_contain_text(re.compile(r"kept.*\d\d:\d\d"), timeout=90_000)
    house.kill()
    house.start()

    elsewhere = visit(house, as_="Ada")
    elsewhere.goto("/works/drafts")
    look_at(elsewhere)
    elsewhere.get_by_role("link", name="Through the dark").first.click()
    expect(elsewhere.locator("textarea[name=text]")).to_have_value(
        re.compile("Kept before the lamp went out.*Typed while nobody answered", re.DOTALL)
    )


def test_a_closed_tab_gives_back_what_was_typed(house: House, visit: Visit) -> None:
    page = visit(house, as_="Ada")
    page.goto("/works/new")
    page.locator("input[name=title]").fill("Half a thought")
    house.kill()
    type_text(page, "Typed with the server gone.")
    page.wait_for_timeout(2500)
    address = page.url
    context = page.context
    page.close()
    house.start()

    again = context.new_page()
    again.goto(address)
    words = again.locator(".ProseMirror").first
    expect(words).to_contain_text("Typed with the server gone.")
    notice = again.get_by_role("main").get_by_role("alert")
    expect(notice).to_have_count(1)
    expect(again.locator(".copy-notice")).to_have_count(0)

    notice.get_by_role("button", name="Discard it").click()
    expect(words).not_to_contain_text("Typed with the server gone.")
    # The form works while the question stands, and typing takes nothing from it.
    again.locator("input[name=title]").fill("Another thought")
    expect(again.locator("[data-state]")).to_contain_text(re.compile(r"\d\d:\d\d"), timeout=20_000)
    again.reload()
    # A slip of the finger takes nothing away.
    again.get_by_role("button", name="Discard it").click()
    expect(again.locator("self-saving .message")).to_contain_text("is discarded")
    again.get_by_role("button", name="Undo").and_(again.locator(".message button")).click()
    again.reload()
    again.get_by_role("button", name="Restore it").click()
    expect(again.locator(".ProseMirror").first).to_contain_text("Typed with the server gone.")


def test_what_is_missing_is_counted_beside_the_buttons(house: House, visit: Visit) -> None:
    page = visit(house, as_="Ada", phone=True)
    page.goto("/works/new")
    page.locator("input[name=title]").fill("Almost")
    page.locator("input[name=title]").press("Enter")
    type_text(page, TEXT)

    press(page, "post")

    bar = page.get_by_role("link", name="Fields to look at again")
    expect(bar).to_have_text("Fields to look at again: 2")
    expect(page.locator(".field--wrong")).to_have_count(2)
    for link in (bar, page.get_by_role("alert").get_by_role("link", name="Fandoms")):
        link.click()
        expect(page.locator("#id_fandom-entry")).to_be_focused()
        page.locator("input[name=title]").focus()
    page.locator("input[name=warnings][value=none_apply]").check()
    # What has been filled in is wrong no longer; the other field still is.
    expect(bar).to_have_text("Fields to look at again: 1")
    expect(page.locator(".field--wrong")).to_have_count(1)
    expect(page.locator("input[name=warnings][aria-invalid]")).to_have_count(0)
    expect(page.get_by_text("Choose at least one archive warning")).to_have_count(2)
    expect(page.locator("#id_warnings_error")).not_to_be_visible()
    look_at(page)
    page.locator("#id_fandom-entry").press_sequentially("Tideland,")
    expect(bar).to_have_count(0)
    expect(page.locator(".field--wrong, [aria-invalid=true]")).to_have_count(0)
    look_at(page)
    press(page, "save")
    page.wait_for_url(re.compile(r"/works/\d+/chapters/\d+/draft"))


def test_two_states_stand_side_by_side_and_the_old_one_comes_back(
    house: House, visit: Visit
) -> None:
    page = visit(house, as_="Ada")
    page.goto(post_work(house, "Two states"))
    page.get_by_role("link", name="Edit", exact=True).click()
    page.wait_for_url(re.compile(r"/chapters/\d+/edit"))
    chapter = page.url.removesuffix("/edit")
    type_text(page, "Somebody has told the cockles. ")
    press(page, "save")
    page.wait_for_url(lambda url: not url.endswith("/edit"))

    page.goto(f"{chapter}/revisions")
    page.goto(f"{chapter}/revisions?old=1&new=2")

    expect(page.locator("ins").first).to_contain_text("Somebody")
    look_at(page)
    page.get_by_role("button", name=re.compile("restore", re.IGNORECASE)).first.click()
    page.goto(chapter)
    expect(page.locator(".userstuff.module")).not_to_contain_text("Somebody")


def test_the_writers_pages_hold_for_every_theme_and_the_narrowest_screen(
    house: House, visit: Visit
) -> None:
    page = visit(house, as_="Ada")
    work = post_work(house, "Many pages")

    for address in (
        work,
        f"{work}/edit",
        f"{work}/chapters/new",
        f"{work}/chapters/manage",
        f"{work}/delete",
        f"{work}/orphan",
        "/works/mine",
        "/works/invitations",
        "/works/related",
    ):
        page.goto(address)
        look_at(page)


def test_enter_takes_the_tag_that_was_meant_and_a_new_one_is_told(
    house: House, visit: Visit
) -> None:
    post_work(house, "Has a Fandom", fandom="Original Work, Origami Season")
    page = visit(house, as_="Ada")
    page.goto("/works/new")
    box = page.get_by_role("combobox", name="Fandoms")
    box.fill("Origin")
    box.press("Enter")
    chips = page.locator("tag-input:has(#id_fandom) .tag-chip")
    expect(chips).to_have_text(["Original Work"])
    box.fill("Origins")
    box.press("Enter")
    expect(chips.nth(1)).to_have_text("Originsnew here")
    box.fill("Origa")
    page.locator(".tag-option", has_text="New tag: Origa").click()
    expect(page.locator("input[name=fandom_new][type=hidden]")).to_have_count(1)
    expect(page.locator("#id_fandom")).to_have_value("Original Work, Origins, Origa")
    look_at(page)
    chips.nth(1).get_by_role("button").click()
    expect(page.locator("input[name=fandom_new][type=hidden]")).to_have_count(1)
    chips.nth(1).get_by_role("button").click()
    expect(page.locator("input[name=fandom_new][type=hidden]")).to_have_count(0)

    # Of characters first those that stand beside the fandoms which are chosen.
    page.get_by_text("Categories, relationships, characters").click()
    with page.expect_request("**/tags/autocomplete?kind=character&*fandom=Original+Work"):
        page.get_by_role("combobox", name="Characters").press_sequentially("A")


def test_a_tag_half_typed_is_not_lost_whatever_comes_next(house: House, visit: Visit) -> None:
    page = visit(house, as_="Ada", phone=True)
    page.goto("/works/new")
    page.locator("input[name=title]").fill("Half a tag")
    type_text(page, "The tide went out further than the map allowed.")
    page.get_by_role("combobox", name="Fandoms").press_sequentially("Tideland, Wei")
    # It saves itself while the name is still being typed.
    expect(page.locator("[data-state]").first).to_contain_text("Copy kept")
    page.reload()
    chips = page.locator("tag-input:has(#id_fandom) .tag-chip")
    expect(chips).to_have_text(["Tideland", "Wei"])
    page.get_by_role("combobox", name="Fandoms").press_sequentially("Sluic")
    press(page, "preview")
    expect(page.locator("main")).to_contain_text("Sluic")


def test_the_tools_of_the_editor_take_two_rows_on_a_phone(house: House, visit: Visit) -> None:
    page = visit(house, as_="Ada", phone=True)
    # Fingers: the tools are larger for them.
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    page.goto("/works/new")
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")

    for width in (360, 390):
        page.set_viewport_size({"width": width, "height": 780})
        tools = page.locator(".writing-sheet .rich-text-bar").first.locator("> button, > select")
        tops = {round(each.bounding_box()["y"] / 20) for each in tools.all()}  # type: ignore[index]
        assert len(tops) == 2


def test_a_long_preview_keeps_the_way_back_in_sight(house: House, visit: Visit) -> None:
    page = visit(house, as_="Ada", phone=True)
    page.goto("/works/new")
    page.locator("input[name=title]").fill("A long tide")
    type_text(page, "\n\n".join(["The tide went out further than the map allowed."] * 60))
    press(page, "preview")
    back = page.get_by_role("link", name="Back to writing")
    expect(back).to_be_in_viewport()
    page.mouse.wheel(0, 1500)
    expect(back).to_be_in_viewport()
    expect(page.locator("button[value=post]")).to_have_count(1)
    expect(page.locator("button[value=post]")).to_be_in_viewport()
    look_at(page)
    back.click()
    expect(page.locator("input[name=title]")).to_be_in_viewport()
    press(page, "preview")
    press(page, "save")
    expect(page.get_by_role("main")).to_contain_text("A long tide")
