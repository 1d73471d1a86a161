"""What was deleted by a slip: undone, found in the trash, brought back, and in the end gone for good. By keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.house import House
from tests.journeys.looking import WITH_AND_WITHOUT, look_at, unseen
from tests.journeys.seeding import seed
from tests.journeys.writing import post_work

CLUB = """
ada, bodil = (User.objects.named(name).get() for name in ("Ada", "Bodil"))
club = make_club(ada, bodil, name="Ebb readers")
read = make_read(club, work=make_work(ada, title="Ebb"))
made = {"club": f"/clubs/{club.pk}", "read": read.get_absolute_url()}
"""


MOST_STOPS = 600  # of a list of one's works there are six a work: nobody's way starts at the top who was elsewhere before
# By how many pixels a button's words stand out of its middle.
LOPSIDED = """(button) => {
  const words = document.createRange();
  words.selectNodeContents(button.firstChild);
  const [inner, outer] = [words, button].map((one) => one.getBoundingClientRect());
  return Math.abs(inner.left - outer.left - (outer.right - inner.right));
}"""


def by_keyboard(page: Page, role: str, name: str) -> None:
    """Tab to it, as somebody without a mouse would, press Enter, and see the page it leads to."""
    wanted = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]  # a literal
    expect(wanted).to_be_visible()
    page.locator("main").press("Home")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    pytest.fail(f"no way by keyboard to {role} “{name}” on {page.url}")


def throw_away(page: Page, title: str) -> None:
    by_keyboard(page, "button", "Delete this work")
    expect(page.get_by_text(f"“{title}” is in the trash for 30 days.")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@WITH_AND_WITHOUT
def test_a_work_is_deleted_brought_back_and_deleted_for_good(
    house: House, visit: Visit, phone: bool, javascript: bool
) -> None:
    look = look_at if javascript else unseen
    title = f"Slack water {phone:d}{javascript:d}"
    work = post_work(house, title)
    page = visit(house, as_="Ada", phone=phone, javascript=javascript)
    page.goto(f"{work}/delete")
    look(page)
    throw_away(page, title)
    look(page)

    by_keyboard(page, "button", "Undo")
    expect(page.get_by_text(f"“{title}” is back, as it was.")).to_be_visible()
    expect(page.get_by_role("heading", name=title).first).to_be_visible()

    page.goto(f"{work}/delete")
    throw_away(page, title)
    guest = visit(house, javascript=javascript)
    answer = guest.goto(work)
    assert answer
    assert answer.status == 404
    page.goto(work)
    expect(page.get_by_role("heading", name=f"“{title}” is in the trash")).to_be_visible()
    look(page)
    page.goto("/trash")
    look(page)
    assert page.get_by_role("button", name=f"Restore “{title}”").evaluate(LOPSIDED) < 1
    by_keyboard(page, "button", f"Restore “{title}”")
    expect(page.get_by_role("heading", name=title).first).to_be_visible()

    page.goto(f"{work}/delete")
    throw_away(page, title)
    page.goto("/trash")
    by_keyboard(page, "link", f"Delete “{title}” for good")
    look(page)
    page.get_by_label("Type its title").press_sequentially("Another")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Type its title")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Type its title")).to_have_value("Another")
    look(page)
    page.get_by_label("Type its title").fill(title)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"“{title}” is deleted for good.")).to_be_visible()
    again = page.goto(work)
    assert again
    assert again.status == 404


def test_a_host_deletes_a_read_and_the_club_and_both_come_back(house: House, visit: Visit) -> None:
    there = dict(seed(house, CLUB))
    host, member = visit(house, as_="Ada", phone=True), visit(house, as_="Bodil")
    host.goto(there["read"])
    by_keyboard(host, "link", "Delete this read")
    look_at(host)
    by_keyboard(host, "button", "Delete")
    expect(host.get_by_text("“Ebb” is in the trash for 30 days.")).to_be_visible()
    by_keyboard(host, "button", "Undo")
    expect(host).to_have_url(house.url + there["read"])

    host.goto(f"{there['club']}/edit")
    by_keyboard(host, "link", "Delete the club")
    look_at(host)
    by_keyboard(host, "button", "Delete")
    look_at(host)
    answer = member.goto(there["club"])
    assert answer
    assert answer.status == 404
    host.goto("/trash")
    look_at(host)
    by_keyboard(host, "button", "Restore “Ebb readers”")
    member.goto(there["read"])
    expect(member.get_by_role("heading", name="Ebb").first).to_be_visible()
