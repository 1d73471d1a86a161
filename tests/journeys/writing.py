"""How a person writes in a browser: the same steps for every journey."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.journeys.house import Filled, House

TEXT = "The tide went out further than the map allowed.\n\nNobody had told the cockles."


def post_work(house: House, title: str, *, text: str = TEXT, **fields: Filled) -> str:
    """A work of Ada's for a journey about something else, posted by the form without a browser; its address."""
    needed: dict[str, Filled] = {
        "fandom": "Original Work",
        "rating": "general",
        "warnings": ["none_apply"],
        "chapters_planned": "1",
    }
    path = house.person("Ada").fill_in(
        "/works/new", needed | {"title": title, "text": text} | fields, press="post"
    )
    found = re.search(r"/works/\d+", path)
    assert found, path
    return found[0]


def begin_work(page: Page, *, title: str, text: str, javascript: bool = True) -> None:
    """Open a new work and fill in what a posted one needs."""
    page.goto("/works/new")
    page.locator("input[name=title]").fill(title)
    type_text(page, text, javascript=javascript)
    fandom = (
        page.get_by_role("combobox", name="Fandoms") if javascript else page.locator("#id_fandom")
    )
    fandom.fill("Original Work")
    if javascript:
        fandom.press("Enter")
    page.locator("select[name=rating]").select_option("general")
    page.locator("input[name=warnings][value=none_apply]").check()


def type_text(page: Page, text: str, *, javascript: bool = True) -> None:
    """Type paragraphs into the chapter's field: the rich one, or the plain one without JavaScript."""
    if not javascript:
        page.locator("textarea[name=text]").fill(text)
        return
    editor = page.locator(".ProseMirror").first
    editor.click()
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(paragraph)


def press(page: Page, do: str) -> None:
    """Use one of the form's own buttons: save, post, preview."""
    page.locator(f".desk-bar button[name=do][value={do}]").click()
