"""Every sample file through the browser, and a file that holds no story."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import look_at
from tests.samples import SAMPLES

FILES = sorted(
    path
    for folder in ("ao3", "page_text", "gutenberg", "epub", "documents")
    for path in (SAMPLES / folder).glob("*")
)


def bring(page: Page, *files: Path) -> None:
    """Send files and wait until they are read."""
    page.goto("/import")
    page.locator("input[type=file]").set_input_files([str(file) for file in files])
    page.get_by_role("button", name="Upload the files").click()
    expect(page.get_by_role("heading", name="Reading your files")).to_have_count(0, timeout=90_000)


@pytest.mark.skipif(not FILES, reason="the sample files are not beside this checkout")
def test_every_sample_can_be_looked_through(house: House, visit: Visit) -> None:
    page = visit(house, as_="Bodil")
    bring(page, *FILES)

    expect(page.get_by_role("heading", name="What is in your files")).to_be_visible()
    look_at(page)
    parts = [
        link.get_attribute("href") or "" for link in page.get_by_role("link", name="Review").all()
    ]
    assert len(parts) == len(FILES)
    for address in parts:
        page.goto(address)
        expect(page.locator("input[name=title]")).not_to_have_value("")
        expect(page.locator("button[name=do][value=publish]")).to_be_visible()


def test_what_is_not_a_story_is_refused_with_a_way_on(
    house: House, visit: Visit, tmp_path: Path
) -> None:
    nothing = tmp_path / "nothing.bin"
    nothing.write_bytes(bytes(range(256)) * 40)
    page = visit(house, as_="Ada")

    bring(page, nothing)

    expect(page.get_by_role("heading", name=re.compile("No story"))).to_be_visible()
    look_at(page)
