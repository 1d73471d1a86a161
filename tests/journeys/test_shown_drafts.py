"""A draft that is shown to somebody before it is posted: read, annotated, other words suggested and accepted."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import WITH_AND_WITHOUT, look_at, unseen
from tests.journeys.writing import begin_work, press

TEXT = "The tide went out further than the map allowed.\n\nBoth hands pointed at the door."


@WITH_AND_WITHOUT
def test_bodil_is_shown_a_draft_and_suggests_a_word_that_ada_accepts(
    house: House, visit: Visit, javascript: bool
) -> None:
    look = look_at if javascript else unseen
    ada = visit(house, as_="Ada", javascript=javascript)
    bodil = visit(house, as_="Bodil", phone=True, javascript=javascript)
    title = f"The door {'by script' if javascript else 'in plain'}"
    begin_work(ada, title=title, text=TEXT, javascript=javascript)
    press(ada, "save")
    address = show(ada, "Bodil", javascript=javascript)
    look(ada)

    # Bodil finds it on the desk, and reads it as any other chapter.
    bodil.goto("/desk")
    look(bodil)
    bodil.get_by_role("region", name="Drafts shown to you").get_by_role("link", name=title).click()
    expect(bodil.get_by_role("heading", name="A draft that Ada shows you")).to_be_visible()
    look(bodil)
    suggest(bodil, address, "Both hands pointed at the window.", javascript=javascript)
    expect(bodil.get_by_text("Suggested:")).to_be_visible()
    look(bodil)

    # Ada accepts it beside the text.
    ada.goto("/inbox")
    look(ada)
    ada.goto(address)
    ada.get_by_role("region", name="Notes and suggestions").get_by_role("link").click()
    look(ada)
    ada.get_by_role("button", name="Accept the words").click()
    expect(ada.get_by_text("Accepted: the text has it now.")).to_be_visible()

    # Bodil reads what has changed, and the text.
    bodil.goto("/desk")
    bodil.get_by_role("region", name="Drafts shown to you").get_by_role("link", name=title).click()
    expect(bodil.get_by_text("Both hands pointed at the window.")).to_be_visible()
    bodil.get_by_role("link", name="What has changed since you read it").click()
    expect(bodil.locator("ins")).to_contain_text("window")
    look(bodil)

    # Posting ends it.
    draft = bodil.url
    manage = address.replace("/draft-readers", "/chapters/manage")
    ada.goto(manage)
    ada.get_by_role("button", name=re.compile("^Post –")).click()
    expect(ada.get_by_text(re.compile("is posted"))).to_be_visible()
    ada.goto(manage)
    ada.locator(".row-menu > summary").first.click()
    expect(ada.get_by_role("button", name=re.compile("^Withdraw"))).to_be_visible()
    answer = bodil.goto(draft)
    assert answer
    assert answer.status == 404
    bodil.goto("/desk")
    expect(bodil.get_by_text("shows you this draft")).to_have_count(0)


def show(page: Page, name: str, *, javascript: bool) -> str:
    """Show the draft that was just saved to somebody, by the page that its form leads to; that page's address."""
    page.locator(".page-head .row-menu summary").click()
    page.get_by_role("link", name="Who may read this draft").click()
    look = page.url
    if javascript:
        field = page.locator("main").get_by_role("combobox")
        field.fill(name[:4].lower())
        field.press("Enter")
        # The beginning of a name is enough, whether the suggestions have come by then or not.
        expect(page.locator(".tag-chip")).to_have_text([name])
        page.get_by_role("button", name=f"Remove {name}").click()
        field.fill(name[:4].lower())
        expect(page.get_by_role("option", name=name)).to_be_visible()
        field.press("Enter")
        expect(page.locator(".tag-chip")).to_have_text([name])
    else:
        page.locator("#id_names").fill(name)
    page.get_by_role("button", name="Show them the draft").click()
    expect(page.get_by_role("heading", name="They can read it")).to_be_visible()
    return look


def suggest(page: Page, address: str, words: str, *, javascript: bool) -> None:
    """Suggest other words for the second paragraph."""
    if javascript:
        page.get_by_role("button", name="Suggest other words").click()
        page.locator("[data-chapter] [id^='b-']").nth(1).click()
        box = page.locator(".note-form textarea[name=instead]")
        expect(box).to_be_focused()
        page.keyboard.type(" And so on.")
        expect(box).to_have_value("Both hands pointed at the door. And so on.")
    else:
        page.get_by_role("link", name="Suggest other words").click()
        page.get_by_role("link", name=re.compile("Both hands pointed")).click()
    form = page.locator(".note-form")
    form.locator("textarea[name=instead]").fill(words)
    form.get_by_role("button", name="Suggest these words").click()
