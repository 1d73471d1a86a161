"""A story comes in from a file: chosen, read, looked through, kept; and again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.formats.making import chapter, comment, otw_page, thread
from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import look_at


def saved_page(folder: Path, *chapters: str, title: str = "Two Sets of Books") -> Path:
    path = folder / "work.html"
    count = f"{len(chapters)}/{len(chapters)}"
    talk = thread(comment(1, "rowan_oar", "I rowed past it."))
    path.write_bytes(otw_page("".join(chapters), count=count, title=title, comments=talk))
    return path


def bring(page: Page, path: Path, *, javascript: bool) -> None:
    page.goto("/import")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Upload the files").click()
    if javascript:
        page.wait_for_url("**/works/1")
        return
    for _ in range(60):
        if page.url.endswith("/works/1"):
            return
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Refresh").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_somebody_brings_a_saved_page_in_and_later_its_next_chapter(
    house: House,
    visit: Visit,
    scratch: Path,
    javascript: bool,
) -> None:
    title = "With every help" if javascript else "With none"
    # Each for herself: the same page brought in by Ada again would update her work.
    page = visit(house, as_="Ada" if javascript else "Bodil", javascript=javascript)
    first = chapter(1, "Ebb", text="<p>The lamp burned, and the tide went out.</p>")
    bring(page, saved_page(scratch, first, title=title), javascript=javascript)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("I rowed past it.")).to_be_visible()
    if javascript:
        look_at(page)
    tick = page.locator("input[name='included-1']")
    column = "(box) => box.getBoundingClientRect().left"
    closed = tick.evaluate(column)
    page.locator("summary", has_text=re.compile(r"Details of chapter 1\s*$")).click()
    assert tick.evaluate(column) == closed, "what one opens stays where it was"
    page.locator("input[name='title-1']").fill("Slack Water")
    if javascript:
        look_at(page)
    page.get_by_role("button", name="Post").click()
    page.wait_for_url(lambda url: "/imports/" not in url)
    expect(page.get_by_role("heading", name=title).first).to_be_visible()

    second = chapter(2, "Flood", text="<p>And the tide came back, all of it.</p>")
    bring(page, saved_page(scratch, first, second, title=title), javascript=javascript)
    expect(page.get_by_text("1 new chapter")).to_be_visible()
    page.get_by_role("button", name="Update and post").click()
    page.wait_for_url(lambda url: "/imports/" not in url)
    work = page.url.split("/chapters")[0]
    page.goto(f"{work}/navigate")
    expect(page.get_by_text("Slack Water")).to_be_visible()
    expect(page.get_by_text("Flood")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_what_is_changed_in_a_review_is_there_again_after_reading_a_chapter_and_after_leaving(
    house: House, visit: Visit, scratch: Path, javascript: bool
) -> None:
    page = visit(house, as_="Ada", javascript=javascript)
    title = "Kept with" if javascript else "Kept without"
    story = chapter(1, "Ebb", text=f"<p>{'The lamp burned low. ' * 90}</p><p>Then {title}.</p>")
    bring(page, saved_page(scratch, story, title=title), javascript=javascript)
    review = page.url
    page.locator("input[name=title]").fill("Slack Water")
    page.locator("summary", has_text=re.compile(r"Details of chapter 1\s*$")).click()
    page.get_by_role("button", name="Read all of it").click()
    expect(page.get_by_text(f"Then {title}.")).to_be_visible()
    if javascript:
        look_at(page)
    page.get_by_role("link", name="Back to the review of").click()
    expect(page.locator("input[name=title]")).to_have_value("Slack Water")
    if not javascript:
        return
    page.locator("input[name=title]").fill("Neap Tide")
    page.get_by_role("link", name="Desk").first.click()
    page.wait_for_url("**/desk*")
    page.wait_for_timeout(1000)  # what is sent in leaving arrives behind the page that comes
    page.goto(review)
    expect(page.locator("input[name=title]")).to_have_value("Neap Tide")


def test_what_is_changed_before_the_scripts_are_there_is_kept_too(
    house: House, visit: Visit, scratch: Path
) -> None:
    page = visit(house, as_="Ada")
    story = "".join(chapter(n, text=f"<p>Quicker, tide {n} came in.</p>") for n in (1, 2, 3))
    bring(page, saved_page(scratch, story, title="Quicker"), javascript=True)
    review = page.url
    late: list[Route] = []

    def hold_back(route: Route) -> None:
        late.append(route)

    page.route("**/kept-review*.js", hold_back)
    with page.expect_request("**/kept-review*.js"):
        page.goto(review, wait_until="commit")
    page.locator("input[name=included-3]").uncheck()
    late[0].continue_()
    page.evaluate("customElements.whenDefined('kept-review').then(() => true)")
    page.get_by_role("link", name="Desk").first.click()
    page.wait_for_url("**/desk*")
    page.wait_for_timeout(1000)  # as above
    page.unroute("**/kept-review*.js")
    page.goto(review)
    expect(page.locator("input[name=included-3]")).not_to_be_checked()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_a_review_that_was_come_back_to_leads_to_what_it_lacks(
    house: House, visit: Visit, scratch: Path, javascript: bool
) -> None:
    page = visit(house, as_="Ada", javascript=javascript)
    title = "Lacking with" if javascript else "Lacking without"
    story = "".join(chapter(n, text=f"<p>{title}, tide {n} came in.</p>") for n in (1, 2, 3))
    bring(page, saved_page(scratch, story, title=title), javascript=javascript)
    page.locator("summary", has_text=re.compile(r"Details of chapter 3\s*$")).click()
    page.locator("button[value='read-3']").click()
    page.get_by_role("link", name="Back to the review of").click()
    assert page.url.endswith("#chapter-3")
    page.locator("input[name=title]").fill("")
    page.get_by_role("button", name="Post").click()

    wrong = page.locator(".form-errors")
    expect(wrong).to_contain_text("Give the work a title")
    expect(wrong).to_be_focused()
    expect(wrong).to_be_in_viewport()
    bar = page.get_by_role("link", name="Fields to look at again")
    expect(bar).to_have_text("Fields to look at again: 1")
    bar.click()
    assert page.url.endswith("#id_title")
    page.get_by_role("button", name="Post").click()
    expect(wrong).to_be_focused()


def test_the_tick_for_a_whole_work_goes_with_its_last_chapter(
    house: House, visit: Visit, scratch: Path
) -> None:
    page = visit(house, as_="Ada")
    story = [chapter(n, text=f"<p>Half of it, tide {n} came in.</p>") for n in (1, 2, 3)]
    path = saved_page(scratch, *story, title="Half of it")
    # From an address of its own: it updates no work of another journey.
    path.write_bytes(path.read_bytes().replace(b"/works/12", b"/works/81"))
    bring(page, path, javascript=True)
    whole = page.locator("input[name=is_complete]")
    last = page.locator("input[name=included-3]")
    said = page.locator("complete-tick label")
    expect(said).to_have_text("The work is complete: 3/3")

    last.uncheck()
    expect(said).to_have_text("The work is complete: 2/2")
    expect(whole).not_to_be_checked()
    last.check()
    expect(whole).to_be_checked()
    last.uncheck()
    whole.check()
    page.locator("input[name=included-2]").uncheck()
    expect(said).to_have_text("The work is complete: 1/1")
    expect(whole).to_be_checked()
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url(lambda url: "/imports/" not in url)


def test_a_whole_shelf_is_kept_with_one_press(house: House, visit: Visit, scratch: Path) -> None:
    page = visit(house, as_="Bodil")
    files = []
    for n in range(3):
        path = scratch / f"shelf-{n}.html"
        story = chapter(1, "Ebb", text=f"<p>Tide number {n} came in.</p>")
        path.write_bytes(
            otw_page(story, title=f"Shelf {n}").replace(b"/works/12", b"/works/7%d" % n)
        )
        files.append(path)
    page.goto("/import")
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Upload the files").click()
    expect(page.get_by_role("heading", name="What is in your files")).to_be_visible(timeout=60_000)
    look_at(page)
    page.get_by_role("button", name="Save all as drafts").click()

    expect(page.get_by_role("heading", name="Saved")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name="Shelf 2")).to_be_visible()
    look_at(page)
